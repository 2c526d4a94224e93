// Comments and empty lines on their way to the items that they belong to. White space gives
// comments to `pending_`; an item takes those above it, the one behind it on its line, and what
// stands in between.
#include "syntax/flow_state.hpp"

#include <algorithm>

namespace weir::syntax {

namespace {

bool is_blank(char letter) {
    return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
}

} // namespace

void FlowState::comment(const char* begin, const char* end) {
    if (last_comment_ != nullptr && begin <= last_comment_)
        return;
    last_comment_ = begin;
    if (end[-1] == '\r')
        --end;
    const char* first = begin + 2;
    if (first < end && *first == ' ')
        ++first;
    while (end > first && (end[-1] == ' ' || end[-1] == '\t'))
        --end;
    pending_.push_back(
        {{first, static_cast<size_t>(end - first)}, span(begin, end), blank_line_before(begin)}
    );
}

bool FlowState::blank_line_before(const char* at) const {
    size_t breaks = 0;
    while (at != begin_ && is_blank(at[-1]))
        breaks += *--at == '\n' ? 1U : 0U;
    return breaks >= 2;
}

bool FlowState::same_line(const char* from, const char* to) const {
    return from == nullptr || from > to || std::find(from, to, '\n') == to;
}

Trivia FlowState::leading_trivia(const char* begin) {
    Trivia trivia;
    const uint32_t offset = span(begin, begin).begin;
    size_t count = 0;
    while (count < pending_.size() && pending_[count].span.begin < offset)
        ++count;
    if (count == 0) {
        trivia.blank_before = blank_line_before(begin);
        return trivia;
    }
    trivia.leading = arena_.copy(std::span<const Comment>(pending_).first(count));
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    trivia.blank_before = trivia.leading.front().blank_before;
    trivia.detached = blank_line_before(begin);
    return trivia;
}

void FlowState::finish_trivia(Trivia& trivia, const char* begin) {
    if (pending_.empty())
        return;
    const uint32_t from = span(begin, begin).begin;
    const uint32_t to = span(token_end_, token_end_).begin;
    // What was written in the middle of the item stands above it from now on.
    size_t count = 0;
    while (count < pending_.size() && pending_[count].span.begin >= from &&
           pending_[count].span.begin < to)
        ++count;
    if (count > 0) {
        std::vector<Comment> all(trivia.leading.begin(), trivia.leading.end());
        for (size_t index = 0; index < count; ++index) {
            all.push_back(pending_[index]);
            all.back().blank_before = false;
        }
        if (trivia.leading.empty())
            trivia.detached = false;
        trivia.leading = arena_.copy(all);
        pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    }
    if (pending_.empty() || pending_.front().span.begin < to)
        return;
    if (!same_line(token_end_, pointer(pending_.front().span.begin)))
        return;
    trivia.trailing = arena_.make<Comment>(pending_.front());
    pending_.erase(pending_.begin());
}

List<Comment> FlowState::take_dangling(const char* before) {
    if (pending_.empty())
        return {};
    const uint32_t offset = span(before, before).begin;
    size_t count = 0;
    while (count < pending_.size() && pending_[count].span.begin < offset)
        ++count;
    const List<Comment> taken = arena_.copy(std::span<const Comment>(pending_).first(count));
    pending_.erase(pending_.begin(), pending_.begin() + static_cast<std::ptrdiff_t>(count));
    return taken;
}

} // namespace weir::syntax
