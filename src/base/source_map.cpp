#include "base/source_map.hpp"

#include "base/limits.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <limits>
#include <memory>
#include <sys/stat.h>
#include <unistd.h>

namespace weir {

const SourceFile& SourceMap::add(std::string name, std::string text) {
    WEIR_CHECK(
        text.size() < std::numeric_limits<uint32_t>::max() - next_ - 1,
        "all sources together fit 4 GiB"
    );
    auto file = std::make_unique<SourceFile>();
    file->name = std::move(name);
    file->text = std::move(text);
    file->begin = next_;
    // One byte between files, so that the end of one is not the beginning of the next.
    next_ = file->end() + 1;
    files_.push_back(std::move(file));
    return *files_.back();
}

namespace {

/// A file that is open for reading, closed at the end.
class Descriptor {
public:
    explicit Descriptor(const std::string& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    ~Descriptor() {
        if (number_ >= 0)
            ::close(number_);
    }
    [[nodiscard]] int number() const { return number_; }

private:
    int number_;
};

/// Reads to the end, or to one byte more than `most`. The size that the file system says is where
/// the reading of a plain file ends; pipes and the like have none. False: errno says why.
bool read_all(const Descriptor& file, const struct stat& facts, size_t most, std::string& text) {
    constexpr size_t portion = 1U << 16U;
    const size_t said = S_ISREG(facts.st_mode) ? static_cast<size_t>(facts.st_size) : 0;
    text.resize(std::min(said > 0 ? said : portion, most + 1));
    size_t size = 0;
    while (true) {
        const ssize_t count = ::read(file.number(), text.data() + size, text.size() - size);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return false;
        size += static_cast<size_t>(count);
        if (count == 0 || size == said || size > most)
            break;
        if (size == text.size())
            text.resize(std::min(2 * size, most + 1));
    }
    text.resize(size);
    return true;
}

} // namespace

Result<const SourceFile*> SourceMap::read(const std::string& path) {
    const auto fail = [&path](const char* why) {
        return Failure{fmt::format("cannot read `{}`: {}", path, why)};
    };
    const Descriptor file(path);
    struct stat facts {};
    if (file.number() < 0 || ::fstat(file.number(), &facts) != 0)
        return fail(std::strerror(errno));
    if (S_ISDIR(facts.st_mode))
        return fail("it is a folder");
    std::string text;
    if (!read_all(file, facts, limits::file_bytes, text))
        return fail(std::strerror(errno));
    if (text.size() > limits::file_bytes)
        return fail("it is larger than 64 MiB");
    if (text.size() >= std::numeric_limits<uint32_t>::max() - next_ - 1)
        return fail("all sources together are larger than 4 GiB");
    return &add(path, std::move(text));
}

const SourceFile* SourceMap::file_at(uint32_t offset) const {
    const auto after = std::upper_bound(
        files_.begin(),
        files_.end(),
        offset,
        [](uint32_t place, const std::unique_ptr<SourceFile>& file) { return place < file->begin; }
    );
    if (after == files_.begin()) return nullptr;
    const SourceFile& file = **(after - 1);
    return offset <= file.end() ? &file : nullptr;
}

std::string_view SourceMap::text(Span span) const {
    const SourceFile* const file = file_at(span.begin);
    if (file == nullptr || span.end < span.begin || span.end > file->end()) return {};
    return std::string_view(file->text).substr(span.begin - file->begin, span.size());
}

const std::vector<uint32_t>& SourceFile::line_begins() const {
    std::call_once(lines_found_, [this] {
        line_begins_.push_back(0);
        for (size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1))
            line_begins_.push_back(static_cast<uint32_t>(at) + 1);
    });
    return line_begins_;
}

Location SourceMap::locate(uint32_t offset) const {
    const SourceFile* const file = file_at(offset);
    if (file == nullptr)
        return {};
    const std::vector<uint32_t>& lines = file->line_begins();
    const uint32_t place = offset - file->begin;
    const auto after = std::upper_bound(lines.begin(), lines.end(), place);
    return {file, static_cast<uint32_t>(after - lines.begin()), place - *(after - 1) + 1};
}

std::string_view SourceMap::line(const SourceFile& file, uint32_t line) {
    const std::vector<uint32_t>& lines = file.line_begins();
    if (line > lines.size())
        return {};
    const std::string_view rest =
        std::string_view(file.text).substr(lines[line == 0 ? 0 : line - 1]);
    std::string_view text = rest.substr(0, rest.find('\n'));
    if (text.ends_with('\r'))
        text.remove_suffix(1);
    return text;
}

} // namespace weir
