if(VOUCH_SANITIZE)
  add_compile_options(-fsanitize=${VOUCH_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  add_link_options(-fsanitize=${VOUCH_SANITIZE})
endif()
