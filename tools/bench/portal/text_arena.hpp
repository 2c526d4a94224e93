// Memory for the texts of the program that is written by hand (portal_cpp.cpp).
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace portal {

/// Texts that live as long as the program.
class TextArena {
public:
    std::string_view copy(std::string_view text) {
        char* const to = make(text.size());
        std::memcpy(to, text.data(), text.size());
        return {to, text.size()};
    }
    std::string_view join(std::string_view left, std::string_view right) {
        char* const to = make(left.size() + right.size());
        std::memcpy(to, left.data(), left.size());
        std::memcpy(to + left.size(), right.data(), right.size());
        return {to, left.size() + right.size()};
    }
    char* make(size_t size) {
        if (size > left_) {
            left_ = size > chunk_size ? size : chunk_size;
            chunks_.push_back(std::make_unique_for_overwrite<char[]>(left_));
            next_ = chunks_.back().get();
        }
        char* const made = next_;
        next_ += size;
        left_ -= size;
        return made;
    }

private:
    static constexpr size_t chunk_size = size_t{1} << 20;
    std::vector<std::unique_ptr<char[]>> chunks_;
    char* next_ = nullptr;
    size_t left_ = 0;
};

} // namespace portal
