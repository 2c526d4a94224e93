#include "formula/spelled_moments.hpp"

#include "formula/moments.hpp"
#include "types/date_time.hpp"

namespace weir {

namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

/// Reads from the front of a text. Everything after a miss misses.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    /// Digits, as many as there are; blanks before them are skipped.
    int64_t number() {
        while (!text_.empty() && (text_.front() == ' ' || text_.front() == '\t'))
            text_.remove_prefix(1);
        return digits(std::min(text_.find_first_not_of("0123456789"), text_.size()));
    }
    int64_t digits(size_t count) {
        constexpr size_t most = 9; // more is no part of a date
        if (count == 0 || count > most || text_.size() < count)
            return miss();
        int64_t result = 0;
        for (size_t index = 0; index < count; ++index) {
            if (!is_digit(text_[index]))
                return miss();
            result = result * 10 + (text_[index] - '0');
        }
        text_.remove_prefix(count);
        return result;
    }
    void mark(char wanted) {
        if (text_.empty() || text_.front() != wanted)
            miss();
        else
            text_.remove_prefix(1);
    }
    [[nodiscard]] bool has_missed() const { return has_missed_; }
    [[nodiscard]] bool is_at_end() const { return text_.empty(); }

private:
    int64_t miss() {
        has_missed_ = true;
        text_ = {};
        return 0;
    }

    std::string_view text_;
    bool has_missed_ = false;
};

std::optional<int64_t> read_date(Reader& reader) {
    const int64_t year = reader.digits(4);
    reader.mark('-');
    const int64_t month = reader.number();
    reader.mark('-');
    const int64_t day = reader.number();
    if (reader.has_missed() || year < 1 || month < 1 || month > 12 || day < 1 || day > 31)
        return std::nullopt;
    return days_from_civil(
        {static_cast<int32_t>(year), static_cast<uint32_t>(month), static_cast<uint32_t>(day)}
    );
}

std::optional<int64_t> time_of(int64_t hour, int64_t minute, int64_t second, int64_t millisecond) {
    if (hour > 23 || minute > 59 || second > 59 || millisecond > 999)
        return std::nullopt;
    return ((hour * 60 + minute) * 60 + second) * 1000 + millisecond;
}

} // namespace

std::optional<int64_t> spelled_date(std::string_view text) {
    Reader reader(text);
    return read_date(reader);
}

std::optional<int64_t> spelled_date_time(std::string_view text) {
    Reader reader(text);
    const auto days = read_date(reader);
    reader.mark(' ');
    const int64_t hour = reader.number();
    reader.mark(':');
    const int64_t minute = reader.number();
    reader.mark(':');
    const int64_t second = reader.number();
    const auto time = time_of(hour, minute, second, 0);
    if (!days || !time || reader.has_missed())
        return std::nullopt;
    return *days * milliseconds_of_day + *time;
}

std::optional<int64_t> spelled_time(std::string_view text) {
    Reader reader(text);
    const int64_t hour = reader.number();
    reader.mark(':');
    const int64_t minute = reader.number();
    reader.mark(':');
    const int64_t second = reader.number();
    reader.mark('.');
    const int64_t millisecond = reader.number();
    if (reader.has_missed() || !reader.is_at_end())
        return std::nullopt;
    return time_of(hour, minute, second, millisecond);
}

} // namespace weir
