// The objects, fields, rules and records of 34 real projects: Salesforce has accepted them, so
// nothing in them is an error.
#include "base/render.hpp"
#include "bus/memory_bus.hpp"
#include "org/org.hpp"
#include "org/standard_actions.hpp"
#include "store/memory_store.hpp"
#include "syntax/parse.hpp"
#include "syntax/print.hpp"
#include "unit/metadata/world_support.hpp"

#include <catch2/catch.hpp>

#include <algorithm>
#include <array>

namespace {

using weir::Diagnostic;
using weir::test::ReadProject;

constexpr const char* projects_path = "../shared/corpus/projects";

std::vector<std::string> projects() {
    std::vector<std::string> result;
    std::error_code failed;
    for (const auto& entry : std::filesystem::directory_iterator(projects_path, failed))
        result.push_back(entry.path().string());
    std::sort(result.begin(), result.end());
    return result;
}

/// Files that no org has given out. All four hold `Heating & Cooling`, which is no XML.
constexpr std::array<std::string_view, 4> broken = {
    "samples/ui-bundle-template-app-react-sample-b2e/force-app/main/default/objects/"
    "Maintenance_Worker__c/fields/Type__c.field-meta.xml",
    "samples/ui-bundle-template-app-react-sample-b2x/force-app/main/default/objects/"
    "Maintenance_Worker__c/fields/Type__c.field-meta.xml",
    "samples/webapp-template-app-react-sample-b2e-experimental/force-app/main/default/objects/"
    "Maintenance_Worker__c/fields/Type__c.field-meta.xml",
    "samples/webapp-template-app-react-sample-b2x-experimental/force-app/main/default/objects/"
    "Maintenance_Worker__c/fields/Type__c.field-meta.xml",
};

bool is_broken(std::string_view path) {
    return std::any_of(broken.begin(), broken.end(), [&](std::string_view file) {
        return path.ends_with(file);
    });
}

bool is_expected(const Diagnostic& diagnostic, const weir::SourceMap& sources) {
    const weir::Location place = sources.locate(diagnostic.span.begin);
    return place.file != nullptr && is_broken(place.file->name);
}

} // namespace

TEST_CASE("worlds of the corpus read, declare and compile without errors") {
    const std::vector<std::string> all = projects();
    if (all.empty())
        WARN("no corpus at " << projects_path);
    size_t files = 0;
    size_t expected = 0;
    for (const std::string& path : all) {
        ReadProject project(path);
        project.declare();
        project.compile();
        files += project.files.world.size();
        for (const Diagnostic& diagnostic : project.diagnostics.all()) {
            if (diagnostic.severity != weir::Severity::error)
                continue;
            if (is_expected(diagnostic, project.sources))
                ++expected;
            else
                FAIL_CHECK(weir::render(diagnostic, project.sources, false));
        }
    }
    if (!all.empty()) {
        CHECK(files > 5'000);
        CHECK(expected == broken.size());
    }
}

TEST_CASE("every field file of the corpus is a field of its object") {
    for (const std::string& path : projects()) {
        ReadProject project(path);
        project.declare();
        for (const weir::metadata::ProjectFile& file : project.files.world) {
            if (file.kind != weir::metadata::FileKind::field || !file.name.ends_with("__c") ||
                is_broken(file.path))
                continue;
            if (file.name == "GoodField__c")
                continue; // a fixture that is called otherwise inside
            const weir::Object* const object =
                project.schema().find(file.parent == "Activity" ? "Task" : file.parent);
            INFO(file.path);
            REQUIRE(object != nullptr);
            CHECK(object->find_field(file.name).has_value());
        }
    }
}

TEST_CASE("the world of a project is text of the language that says the same") {
    for (const std::string& path : projects()) {
        ReadProject project(path);
        const std::string text = project.text();
        weir::Diagnostics out;
        weir::SourceMap sources;
        const auto again = weir::parse(sources.add("world.flow", text), {}, out);
        for (const Diagnostic& diagnostic : out.all())
            FAIL_CHECK(weir::render(diagnostic, sources, false));
        CHECK(weir::equal(*project.world.tree, *again));
        CHECK(weir::print(*again) == text);
    }
}

TEST_CASE("an org starts with the records of every project of the corpus") {
    for (const std::string& path : projects()) {
        INFO(path);
        ReadProject project(path);
        project.declare();
        project.compile();
        weir::ActionRegistry actions;
        weir::add_standard_actions(actions);
        const auto store = weir::make_memory_store(project.schema());
        const auto bus = weir::make_memory_bus(project.schema());
        weir::Org org(project.program, *store, *bus, actions, {});
        const weir::Status started = org.start();
        if (!started)
            FAIL_CHECK(started.error().message);
    }
}
