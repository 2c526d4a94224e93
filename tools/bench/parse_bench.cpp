// Texts of flows to trees, and trees to Programs, for 1 to 1,000 files of one flow each (11
// elements). Beside the first: pugixml alone on the same flows in Salesforce's XML. A unit is a
// byte of the first two, an element of the third.
#include "api/sources.hpp"
#include "bench/made_flows.hpp"
#include "check/check.hpp"
#include "elements/catalogue.hpp"
#include "org/standard_actions.hpp"
#include "syntax/parse.hpp"
#include "weir/convert.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <functional>
#include <memory>
#include <pugixml.hpp>
#include <string>
#include <utility>
#include <vector>

namespace {

using namespace weir;
using namespace weir::bench;

constexpr size_t repetitions = 7;
constexpr uint32_t flows_of_an_object = 10;

double seconds(const std::function<void()>& run) {
    const auto begin = std::chrono::steady_clock::now();
    run();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
}

double median(std::vector<double> times) {
    std::ranges::sort(times);
    return times[times.size() / 2];
}

double median_seconds(const std::function<void()>& run) {
    std::vector<double> times;
    for (size_t repetition = 0; repetition < repetitions; ++repetition)
        times.push_back(seconds(run));
    return median(std::move(times));
}

/// How much longer the first takes. Both take turns, so that neither has the warmer machine; a
/// small difference of large times needs more of them.
double median_difference(
    size_t pairs, const std::function<void()>& longer, const std::function<void()>& shorter
) {
    std::vector<double> differences;
    for (size_t pair = 0; pair < pairs; ++pair) {
        const double time = seconds(longer);
        differences.push_back(time - seconds(shorter));
    }
    return median(std::move(differences));
}

/// The standard library, objects for the flows, and the flows.
class World {
public:
    explicit World(uint32_t flows) {
        add_standard_actions(actions_);
        SourceReader reader(sources_, out_);
        reader.add_standard_library();
        reader.add_text("world.flow", made_world(flows / flows_of_an_object + 1));
        reader.finish();
        trees_ = reader.take();
        for (uint32_t number = 1; number <= flows; ++number) {
            files_.push_back(&sources_.add(
                fmt::format("flow_{}.flow", number),
                typical_flow(number, number / flows_of_an_object)
            ));
            bytes_ += files_.back()->text.size();
            for (const Converted& flow : flows_to_xml("flow.flow", files_.back()->text).flows) {
                xml_.push_back(flow.text);
                xml_bytes_ += flow.text.size();
            }
        }
    }

    [[nodiscard]] double megabytes() const { return static_cast<double>(bytes_) / 1e6; }
    [[nodiscard]] double xml_megabytes() const { return static_cast<double>(xml_bytes_) / 1e6; }

    void parse_all() {
        parsed_.clear();
        for (const SourceFile* const file : files_)
            parsed_.push_back(parse(*file, element_shapes(), out_));
    }
    void parse_xml() const {
        for (const std::string& text : xml_) {
            pugi::xml_document document;
            if (!document.load_buffer(text.data(), text.size()))
                std::abort();
        }
    }
    /// With the flows, or the library and the objects alone.
    void check_all(bool with_flows) {
        std::vector<const SyntaxTree*> trees;
        for (const auto& tree : trees_)
            trees.push_back(tree.get());
        if (with_flows)
            for (const auto& tree : parsed_)
                trees.push_back(tree.get());
        static_cast<void>(check(trees, element_kinds(), actions_, out_));
    }
    [[nodiscard]] size_t errors() const { return out_.error_count(); }

private:
    SourceMap sources_;
    Diagnostics out_;
    ActionRegistry actions_;
    std::vector<std::shared_ptr<const SyntaxTree>> trees_;
    std::vector<std::unique_ptr<const SyntaxTree>> parsed_;
    std::vector<const SourceFile*> files_;
    std::vector<std::string> xml_;
    size_t bytes_ = 0;
    size_t xml_bytes_ = 0;
};

} // namespace

int main() {
    fmt::print(
        "medians of {}\n{:>8}{:>18}{:>20}{:>26}\n",
        repetitions,
        "files",
        "text to tree",
        "pugixml alone",
        "tree to Program"
    );
    for (const uint32_t flows : {1U, 10U, 100U, 1000U}) {
        World world(flows);
        const double parse = median_seconds([&] { world.parse_all(); });
        const double xml = median_seconds([&] { world.parse_xml(); });
        const double checking = median_difference(
            std::max<size_t>(repetitions, 300 / flows),
            [&] { world.check_all(true); },
            [&] { world.check_all(false); }
        );
        if (world.errors() > 0) {
            fmt::print(stderr, "the flows have errors\n");
            return 1;
        }
        const auto elements = static_cast<double>(flows * typical_elements);
        fmt::print(
            "{:>8}{:>13.1f} MB/s{:>15.1f} MB/s{:>15.0f} elements/s\n",
            flows,
            world.megabytes() / parse,
            world.xml_megabytes() / xml,
            elements / std::max(checking, 1e-9)
        );
    }
    return 0;
}
