# Our own code compiles without warnings; third-party headers are SYSTEM.
function(vouch_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Woverloaded-virtual -Wnon-virtual-dtor -Wno-missing-field-initializers)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # GCC 12 sees overlapping copies in `text + std::string` where there are none (GCC bug 105651),
    # and in instrumented code uninitialised variant members.
    target_compile_options(${target} PRIVATE -Wno-restrict)
    if(VOUCH_SANITIZE)
      target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
    endif()
  endif()
  if(VOUCH_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
