// The canvas of a flow: its line in the text, and the positions that the XML holds.
#include "metadata/layout.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <vector>

namespace weir::metadata {

namespace {

/// Of a position that can be; none otherwise.
std::optional<int64_t> number(std::string_view text) {
    int64_t value = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end || value > widest_canvas || value < -widest_canvas)
        return std::nullopt;
    return value;
}

/// Moves the rows so that the topmost element stands where it stood.
void move_rows(const Places& wanted, Places& places, Canvas& canvas) {
    const Place* top = nullptr;
    const Place* top_wanted = nullptr;
    for (const auto& [name, place] : wanted) {
        const auto found = places.find(name);
        if (name.empty() || found == places.end() || (top != nullptr && found->second.y >= top->y))
            continue;
        top = &found->second;
        top_wanted = &place;
    }
    canvas.first_row = top == nullptr ? 0 : top_wanted->y - top->y;
    for (auto& [name, place] : places)
        if (!name.empty())
            place.y += canvas.first_row;
}

/// None if a position is no number, or two elements have one name and different positions.
std::optional<Places> positions(const XmlNode& flow) {
    Places found;
    for (const XmlNode* const child : flow.children) {
        const std::optional<std::string_view> name = placed_name(*child);
        if (!name)
            continue;
        const std::optional<int64_t> x = number(child->child_text("locationX"));
        const std::optional<int64_t> y = number(child->child_text("locationY"));
        if (!x || !y || fmt::format("{}", *x) != child->child_text("locationX") ||
            fmt::format("{}", *y) != child->child_text("locationY"))
            return std::nullopt;
        const auto [at, is_new] = found.emplace(*name, Place{*x, *y});
        if (!is_new && at->second != Place{*x, *y})
            return std::nullopt;
    }
    return found;
}

} // namespace

std::string to_text(const Canvas& canvas) {
    return fmt::format(
        "{} {}{}", canvas.step, canvas.first_row, canvas.shares_end ? " shared" : ""
    );
}

std::optional<Canvas> read_canvas(std::string_view text) {
    Canvas canvas;
    constexpr std::string_view shared = " shared";
    canvas.shares_end = text.ends_with(shared);
    if (canvas.shares_end)
        text.remove_suffix(shared.size());
    const size_t blank = text.find(' ');
    if (blank == std::string_view::npos)
        return std::nullopt;
    const std::optional<int64_t> step = number(text.substr(0, blank));
    const std::optional<int64_t> row = number(text.substr(blank + 1));
    const bool is_known = step && (*step == old_canvas_step || *step == Canvas{}.step);
    if (!is_known || !row)
        return std::nullopt;
    canvas.step = *step;
    canvas.first_row = *row;
    return canvas;
}

std::optional<std::string_view> placed_name(const XmlNode& child) {
    if (!child.has("locationX") || !child.has("locationY"))
        return std::nullopt;
    if (child.name == "start")
        return std::string_view{};
    const std::string_view name = child.child_text("name");
    return name.empty() ? std::nullopt : std::optional(name);
}

std::optional<Canvas> canvas_of(const XmlNode& flow) {
    const std::optional<Places> wanted = positions(flow);
    if (!wanted)
        return std::nullopt;
    for (const int64_t step : {Canvas{}.step, old_canvas_step}) {
        for (const bool shares_end : {false, true}) {
            Canvas canvas{step, 0, shares_end};
            std::optional<Places> places = lay_out(flow, canvas);
            if (!places)
                return std::nullopt;
            move_rows(*wanted, *places, canvas);
            const bool fits = std::all_of(wanted->begin(), wanted->end(), [&](const auto& entry) {
                const auto found = places->find(entry.first);
                return found != places->end() && found->second == entry.second;
            });
            if (fits)
                return canvas;
        }
    }
    return std::nullopt;
}

Canvas todays_canvas(const XmlNode& flow) {
    struct Row {
        std::string_view trigger;
        int64_t first;
    };
    // The start is as high as what it says: an object, conditions, a schedule.
    constexpr std::array rows{
        Row{"RecordAfterSave", 323},
        Row{"RecordBeforeSave", 287},
        Row{"RecordBeforeDelete", 287},
        Row{"Scheduled", 252},
        Row{"PlatformEvent", 170},
    };
    constexpr int64_t below_paths = 276;
    Canvas canvas;
    const XmlNode* const start = flow.child("start");
    if (start == nullptr)
        return canvas;
    for (const Row& row : rows)
        if (start->child_text("triggerType") == row.trigger)
            canvas.first_row = row.first;
    if (start->has("scheduledPaths"))
        canvas.first_row = below_paths;
    return canvas;
}

const XmlNode* moved(const XmlNode& flow, const Places& places, Arena& arena) {
    const auto leaf = [&](const XmlNode& old, int64_t value) {
        auto* const made = arena.make<XmlNode>(old);
        made->text = arena.copy(std::string_view(fmt::format("{}", value)));
        return made;
    };
    std::vector<const XmlNode*> children(flow.children.begin(), flow.children.end());
    for (const XmlNode*& child : children) {
        const std::optional<std::string_view> name = placed_name(*child);
        const auto place = name ? places.find(*name) : places.end();
        if (place == places.end())
            continue;
        std::vector<const XmlNode*> parts(child->children.begin(), child->children.end());
        for (const XmlNode*& part : parts) {
            if (part->name == "locationX")
                part = leaf(*part, place->second.x);
            else if (part->name == "locationY")
                part = leaf(*part, place->second.y);
        }
        auto* const made = arena.make<XmlNode>(*child);
        made->children = arena.copy(parts);
        child = made;
    }
    auto* const made = arena.make<XmlNode>(flow);
    made->children = arena.copy(children);
    return made;
}

bool is_without_layout(const XmlNode& flow) {
    return std::all_of(flow.children.begin(), flow.children.end(), [](const XmlNode* child) {
        return !placed_name(*child) ||
               (child->child_text("locationX") == "0" && child->child_text("locationY") == "0");
    });
}

} // namespace weir::metadata
