#include "syntax/keywords.hpp"

#include "base/check.hpp"
#include "syntax/declarations.hpp"

#include <limits>

namespace weir::syntax {

namespace {

bool is_letter(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || letter == '_';
}
bool is_name_part(char letter) {
    return is_letter(letter) || (letter >= '0' && letter <= '9');
}
bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

size_t bucket(std::string_view word) {
    const auto front = static_cast<unsigned char>(word.front());
    const auto back = static_cast<unsigned char>(word.back());
    return (front * 31U + back * 7U + word.size()) & 255U;
}

} // namespace

const char* match_words(const char* at, const char* end, std::string_view words) {
    for (const char letter : words) {
        if (letter == ' ') {
            const char* next = at;
            while (next != end && is_blank(*next))
                ++next;
            if (next == at)
                return nullptr;
            at = next;
        } else {
            if (at == end || *at != letter)
                return nullptr;
            ++at;
        }
    }
    return at != end && is_name_part(*at) ? nullptr : at;
}

std::string_view word_at(const char* at, const char* end) {
    if (at == end || !is_letter(*at))
        return {};
    const char* behind = at;
    while (behind != end && is_name_part(*behind))
        ++behind;
    return {at, static_cast<size_t>(behind - at)};
}

bool may_stand(Category category, Place place) {
    switch (place) {
    case Place::file:
        return category == Category::declaration;
    case Place::flow:
        return category == Category::element || category == Category::resource ||
               category == Category::path;
    case Place::branch:
        return category == Category::element;
    case Place::children:
    case Place::steps:
    case Place::settings:
    case Place::lines:
        return false;
    }
    return false;
}

Keywords::Keywords(Shapes shapes) {
    const auto add = [this](const Shape* shape) {
        if (shape->keyword.empty())
            return;
        const std::string_view first = shape->keyword.substr(0, shape->keyword.find(' '));
        WEIR_CHECK(entries_.size() < std::numeric_limits<uint16_t>::max(), "shapes are few");
        uint16_t& head = buckets_[bucket(first)];
        entries_.push_back({first, shape, head});
        head = static_cast<uint16_t>(entries_.size());
    };
    for (const Shape* const shape : declaration_shapes())
        add(shape);
    for (const Shape* const shape : shapes)
        add(shape);
}

template<class Accept>
FoundKeyword Keywords::find_if(const char* at, const char* end, Accept accept) const {
    const std::string_view word = word_at(at, end);
    FoundKeyword best;
    if (word.empty())
        return best;
    for (uint16_t index = buckets_[bucket(word)]; index != 0; index = entries_[index - 1U].next) {
        const Entry& entry = entries_[index - 1U];
        if (entry.first != word || !accept(*entry.shape))
            continue;
        const char* const behind = entry.shape->keyword.size() == word.size()
                                       ? at + word.size()
                                       : match_words(at, end, entry.shape->keyword);
        if (behind != nullptr && behind > best.behind)
            best = {entry.shape, behind};
    }
    return best;
}

FoundKeyword Keywords::find(const char* at, const char* end, Place place, Shapes children) const {
    if (place != Place::children)
        return find_if(at, end, [place](const Shape& shape) {
            return may_stand(shape.category, place);
        });
    FoundKeyword best;
    for (const Shape* const child : children) {
        if (child->keyword.empty())
            continue;
        const char* const behind = match_words(at, end, child->keyword);
        if (behind != nullptr && behind > best.behind)
            best = {child, behind};
    }
    return best;
}

FoundKeyword Keywords::find_anywhere(const char* at, const char* end) const {
    return find_if(at, end, [](const Shape&) { return true; });
}

std::vector<std::string_view> Keywords::list(Place place, Shapes children) const {
    std::vector<std::string_view> words;
    if (place == Place::children) {
        for (const Shape* const child : children)
            if (!child->keyword.empty())
                words.push_back(child->keyword);
        return words;
    }
    for (const Entry& entry : entries_)
        if (may_stand(entry.shape->category, place))
            words.push_back(entry.shape->keyword);
    return words;
}

} // namespace weir::syntax
