# Our own code compiles without warnings; third-party headers are SYSTEM.
function(vouch_warnings target)
  target_compile_options(${target} PRIVATE
    -Wall -Wextra -Wshadow -Wconversion -Wsign-conversion -Wold-style-cast
    -Woverloaded-virtual -Wnon-virtual-dtor -Wno-missing-field-initializers)
  if(VOUCH_SANITIZE)
    # GCC 12 sees uninitialised variant members in instrumented code where there are none.
    target_compile_options(${target} PRIVATE -Wno-maybe-uninitialized)
  endif()
  if(VOUCH_WERROR)
    target_compile_options(${target} PRIVATE -Werror)
  endif()
endfunction()
