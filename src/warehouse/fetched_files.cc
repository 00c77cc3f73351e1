#include "warehouse/fetched_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "base/text.h"
#include "warehouse/file_set.h"
#include "warehouse/refusals.h"
#include "warehouse/server_address.h"
#include "warehouse/sql.h"

namespace tessera {
namespace {

namespace fs = std::filesystem;

constexpr const char* kCopyInstead = "fetch the file first, and name its copy";
constexpr const char* kS3Secret = "\"tessera s3\"";

// Where an extension of this DuckDB can lie.
struct ExtensionPlaces {
  std::string release;  // "v1.5.6 for linux_amd64"
  std::vector<std::string> paths;
};

ExtensionPlaces PlacesOf(Database& database) {
  const std::string version = database.Query("SELECT version() AS version").Text(0, "version");
  const std::string platform = database.Query("PRAGMA platform").Text(0, "platform");
  const fs::path name = "httpfs.duckdb_extension", folder = fs::path(version) / platform;
  ExtensionPlaces places{fmt::format("{} for {}", version, platform), {}};
  const fs::path named = FromEnvironment("TESSERA_EXTENSION_DIRECTORY");
  const fs::path home = FromEnvironment("HOME");
  if (!named.empty()) {
    places.paths = {(named / folder / name).string(), (named / name).string()};
  } else if (!home.empty()) {
    places.paths = {(home / ".duckdb/extensions" / folder / name).string()};
  }
  return places;
}

void LoadExtension(const SourceSpec& source, Database& database) {
  const ExtensionPlaces places = PlacesOf(database);
  const auto found = std::ranges::find_if(places.paths, [](const std::string& path) {
    std::error_code error;
    return fs::exists(path, error);
  });
  if (found == places.paths.end()) {
    const std::string scheme = source.file.substr(0, source.file.find("://"));
    throw CannotRead(source, fmt::format("{}:// needs DuckDB's extension httpfs {}, which is not "
                                         "here and is never fetched by itself",
                                         scheme, places.release))
        .Remedy(fmt::format("looked for: {}; TESSERA_EXTENSION_DIRECTORY names another folder, "
                            "else {}",
                            places.paths.empty() ? "no HOME" : Join(places.paths, ", "),
                            kCopyInstead));
  }
  try {
    database.QueryUnseen("LOAD " + QuoteText(fs::absolute(*found).string()));
  } catch (const Error& error) {
    throw CannotRead(
        source, fmt::format("DuckDB's extension {} does not load: {}", *found, error.message()))
        .Remedy(fmt::format("it must be httpfs {} with DuckDB's signature, else {}", places.release,
                            kCopyInstead));
  }
}

// By itself, httpfs trusts every server in some of its builds.
void RequireCertificates(const SourceSpec& source, Database& database) {
  const Result settings = database.Query(
      "SELECT name FROM duckdb_settings() WHERE name IN ('enable_server_cert_verification',"
      " 'enable_curl_server_cert_verification', 'ca_cert_file') ORDER BY name DESC");
  bool required = false;
  for (size_t row = 0; row < settings.rows; ++row) {
    const std::string name = settings.Text(row, "name");
    if (name != "ca_cert_file") {
      database.Execute(fmt::format("SET GLOBAL {} = true", name));
      required = true;
      continue;
    }
    std::string authorities = FromEnvironment("SSL_CERT_FILE");
    if (authorities.empty()) authorities = "/etc/ssl/certs/ca-certificates.crt";
    std::error_code error;
    if (fs::exists(authorities, error)) {
      database.Execute(fmt::format("SET GLOBAL ca_cert_file = {}", QuoteText(authorities)));
    }
  }
  if (!required) {
    throw CannotRead(source, "this httpfs asks no server for a certificate").Remedy(kCopyInstead);
  }
}

// What is in the environment for S3, as options of CREATE SECRET; "" where there is nothing.
std::string S3Options() {
  std::string options;
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) options += fmt::format(", {} {}", option, QuoteText(value));
  };
  add("KEY_ID", FromEnvironment("AWS_ACCESS_KEY_ID"));
  add("SECRET", FromEnvironment("AWS_SECRET_ACCESS_KEY"));
  add("SESSION_TOKEN", FromEnvironment("AWS_SESSION_TOKEN"));
  const std::string region = FromEnvironment("AWS_REGION");
  add("REGION", region.empty() ? FromEnvironment("AWS_DEFAULT_REGION") : region);
  std::string endpoint = FromEnvironment("AWS_ENDPOINT_URL");
  if (endpoint.empty()) return options;
  const bool plain = endpoint.starts_with("http://");
  if (const size_t scheme = endpoint.find("://"); scheme != std::string::npos) {
    endpoint.erase(0, scheme + 3);
  }
  while (endpoint.ends_with('/')) endpoint.pop_back();
  add("ENDPOINT", endpoint);
  add("URL_STYLE", "path");
  return options + (plain ? ", USE_SSL false" : "");
}

// An address inside a message, up to what cannot be a part of it.
std::string WithoutSecretAddresses(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    size_t end = text.find_first_of(" \t\n'\"`<>");
    if (end == 0) end = 1;
    const std::string_view word = text.substr(0, end);
    shown += WithoutCredentials(word);
    text.remove_prefix(word.size());
  }
  return shown;
}

// What DuckDB says, without what is secret in the address or the environment.
std::string Discreet(const SourceSpec& source, const std::string& message) {
  std::string text = ReplaceAll(message, source.file, source.ShownFile());
  for (const char* name : {"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_ACCESS_KEY_ID"}) {
    const std::string secret = FromEnvironment(name);
    if (!secret.empty()) text = ReplaceAll(text, secret, "…");
  }
  return WithoutSecretAddresses(text);
}

std::string FolderOf(const SourceSpec& source, const Database& database) {
  return fmt::format("{}/{} fetched", database.WorkFolder(), source.name);
}

// Where a copy lies below its own folder: the names of the folders count (year=2025), but none
// leads out of it.
fs::path CopyName(const std::string& found, bool pattern) {
  const size_t scheme = found.find("://");
  std::string path = scheme == std::string::npos ? found : found.substr(scheme + 3);
  path = path.substr(0, path.find_first_of("?#"));
  fs::path name;
  for (const std::string& part : Split(path, '/')) {
    if (part.empty() || part == "." || part == "..") continue;
    name = pattern ? name / part : fs::path(part);
  }
  return name.empty() ? fs::path("file") : name;
}

// An address of the web may hold the signs of a pattern.
bool NamesSeveral(const SourceSpec& source) {
  return IsPattern(source.file) && !source.file.starts_with("https://");
}

std::vector<std::string> FoundFiles(const SourceSpec& source, Database& database) {
  if (!NamesSeveral(source)) return {source.file};
  const Result found = database.QueryUnseen(
      fmt::format("SELECT file FROM glob({}) ORDER BY file", QuoteText(source.file)));
  std::vector<std::string> files;
  for (size_t row = 0; row < found.rows; ++row) files.push_back(found.Text(row, "file"));
  if (files.empty()) throw CannotRead(source, "no file fits this pattern");
  return files;
}

void CopyFile(const SourceSpec& source, const std::string& path, const fs::path& copy,
              Database& database) {
  std::error_code error;
  fs::create_directories(copy.parent_path(), error);
  if (error) throw CannotRead(source, "no room for its copy: " + error.message());
  const Result copied = database.QueryUnseen(
      fmt::format("COPY (SELECT content FROM read_blob({})) TO {} (FORMAT BLOB)", QuoteText(path),
                  QuoteText(copy.string())));
  if (copied.Number(0, "Count") != 1) throw CannotRead(source, "there is no such file");
}

}  // namespace

void CopyFiles(const SourceSpec& source, Database& database) {
  try {
    const std::vector<std::string> files = FoundFiles(source, database);
    for (size_t index = 0; index < files.size(); ++index) {
      CopyFile(source, files[index],
               fs::path(FolderOf(source, database)) / fmt::format("{:06}", index) /
                   CopyName(files[index], NamesSeveral(source)),
               database);
    }
  } catch (const Error& error) {
    if (error.place().known()) throw;
    throw CannotRead(source, Discreet(source, error.message())).Remedy(kCopyInstead);
  }
}

void FetchFiles(std::span<const SourceSpec> sources, Database& database) {
  bool loaded = false, secret = false;
  for (const SourceSpec& source : sources) {
    if (!source.IsFetched()) continue;
    if (source.file.starts_with("http://")) {
      throw CannotRead(source, "nobody vouches for what comes by http://")
          .Remedy(fmt::format("write https://, or {}", kCopyInstead));
    }
    if (!loaded) {
      // Of credentials, only those of the environment; DuckDB takes this before an extension alone.
      database.Execute("SET allow_persistent_secrets = false");
      LoadExtension(source, database);
      RequireCertificates(source, database);
      loaded = true;
    }
    if (const std::string options = S3Options();
        source.file.starts_with("s3://") && !secret && !options.empty()) {
      try {
        database.QueryUnseen(
            fmt::format("CREATE SECRET {} (TYPE s3, PROVIDER config{})", kS3Secret, options));
      } catch (const Error& error) {
        throw CannotRead(source, Discreet(source, error.message()));
      }
      secret = true;
    }
    CopyFiles(source, database);
  }
  if (secret) database.QueryUnseen(fmt::format("DROP SECRET {}", kS3Secret));
}

std::vector<std::string> FetchedFiles(const SourceSpec& source, const Database& database) {
  std::vector<std::string> files;
  for (const fs::directory_entry& entry :
       fs::recursive_directory_iterator(FolderOf(source, database))) {
    if (entry.is_regular_file()) files.push_back(entry.path().string());
  }
  std::ranges::sort(files);
  return files;
}

}  // namespace tessera
