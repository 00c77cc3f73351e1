# tessera_resources: templates/ and the built assets, compiled into the program (app/resources.h).
# The assets are built from assets/ by esbuild when a source of theirs changes.
enable_language(ASM)
find_program(NODE node REQUIRED)

set(built_assets ${CMAKE_BINARY_DIR}/assets)
file(GLOB_RECURSE asset_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/assets/*)
add_custom_command(
  OUTPUT ${built_assets}/app.css ${built_assets}/app.js ${built_assets}/plotly.js
  COMMAND ${NODE} scripts/build_assets.mjs ${built_assets}
  DEPENDS ${asset_sources} ${CMAKE_SOURCE_DIR}/scripts/build_assets.mjs
          ${CMAKE_SOURCE_DIR}/package-lock.json
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
  COMMENT "Building the pages' assets"
  VERBATIM)

set(generated ${CMAKE_BINARY_DIR}/generated)
file(MAKE_DIRECTORY ${generated})
file(GLOB_RECURSE template_sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/templates/*)
add_custom_command(
  OUTPUT ${generated}/resources.S ${generated}/resources.cc
  COMMAND ${NODE} scripts/embed_resources.mjs ${generated}/resources.S ${generated}/resources.cc
          templates=templates assets/app.css=${built_assets}/app.css
          assets/app.js=${built_assets}/app.js assets/plotly.js=${built_assets}/plotly.js
  DEPENDS ${template_sources} ${built_assets}/app.css ${built_assets}/app.js
          ${built_assets}/plotly.js ${CMAKE_SOURCE_DIR}/scripts/embed_resources.mjs
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
  COMMENT "Embedding templates and assets"
  VERBATIM)

add_library(tessera_resources STATIC ${generated}/resources.cc ${generated}/resources.S)
target_include_directories(tessera_resources PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
# The assembler reads the files themselves, which no compiler sees as dependencies.
set_source_files_properties(${generated}/resources.S PROPERTIES OBJECT_DEPENDS
  "${template_sources};${built_assets}/app.css;${built_assets}/app.js;${built_assets}/plotly.js")
