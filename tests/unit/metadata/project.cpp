// Which files of a folder are metadata.
#include "unit/metadata/world_support.hpp"

#include <catch2/catch.hpp>

using weir::metadata::FileKind;
using weir::metadata::find_project;
using weir::metadata::IgnoreRules;
using weir::test::Folder;

namespace {

std::vector<std::string> names(const std::vector<weir::metadata::ProjectFile>& files) {
    std::vector<std::string> result;
    for (const auto& file : files)
        result.push_back(file.name);
    return result;
}

using Names = std::vector<std::string>;

} // namespace

TEST_CASE("the rules of a .forceignore are those of git") {
    const IgnoreRules rules("# "
                            "comment\n\n*.profile-meta.xml\n/top\n**/jsconfig.json\nbuild/"
                            "\n!keep.profile-meta.xml\ndocs/**/old\na?c\n[x-z]1\n\\#odd\r\n");
    CHECK(rules.ignores("main/Admin.profile-meta.xml", false));
    CHECK_FALSE(rules.ignores("main/keep.profile-meta.xml", false));
    CHECK(rules.ignores("top", true));
    CHECK_FALSE(rules.ignores("main/top", true));
    CHECK(rules.ignores("jsconfig.json", false));
    CHECK(rules.ignores("a/b/jsconfig.json", false));
    CHECK_FALSE(rules.ignores("a/b/notjsconfig.json", false));
    CHECK(rules.ignores("x/build", true));
    CHECK_FALSE(rules.ignores("x/build", false));
    CHECK(rules.ignores("docs/old", false));
    CHECK(rules.ignores("docs/a/b/old", false));
    CHECK_FALSE(rules.ignores("other/docs/old", false));
    CHECK(rules.ignores("abc", false));
    CHECK_FALSE(rules.ignores("ac", false));
    CHECK(rules.ignores("y1", false));
    CHECK_FALSE(rules.ignores("w1", false));
    CHECK(rules.ignores("#odd", false));
}

TEST_CASE("patterns full of stars end in time") {
    std::string pattern;
    for (int count = 0; count < 200; ++count)
        pattern += "*a";
    const IgnoreRules rules(pattern + "b\n**/" + pattern + "/**/x\n");
    CHECK_FALSE(rules.ignores(std::string(5'000, 'a'), false));
}

TEST_CASE("a project is its package directories without what it ignores") {
    const Folder folder;
    folder.write(
        "sfdx-project.json",
        "{\n  // comments are fine\n  \"packageDirectories\": [{\"path\": \"app\", \"default\": "
        "true}]\n}"
    );
    folder.write(".forceignore", "**/unused/**\n");
    folder.metadata("app/flows/B.flow-meta.xml", "Flow", "");
    folder.metadata("app/flows/A.flow-meta.xml", "Flow", "");
    folder.metadata("app/unused/flows/C.flow-meta.xml", "Flow", "");
    folder.metadata("other/flows/D.flow-meta.xml", "Flow", "");
    folder.metadata("app/node_modules/x/flows/E.flow-meta.xml", "Flow", "");
    folder.metadata("app/.hidden/flows/F.flow-meta.xml", "Flow", "");
    folder.write("tests/some.flow", "test \"x\" {\n}\n");
    weir::Diagnostics out;
    const auto files = find_project(folder.path(), out);
    CHECK(out.empty());
    CHECK(files.is_project);
    CHECK(names(files.flows) == Names{"A", "B"});
}

TEST_CASE("a folder without a project file is walked whole, projects in it as projects") {
    const Folder folder;
    folder.metadata("flows/Old.flow", "Flow", "");
    folder.metadata("flowtests/T.flowtest-meta.xml", "FlowTest", "");
    folder.write("customMetadata/Readme.md", "# words");
    folder.write("Readme.md", "# words");
    folder.metadata("customMetadata/Type.One.md", "CustomMetadata", "<label>x</label>");
    folder.write("inner/sfdx-project.json", R"({"packageDirectories": [{"path": "app"}]})");
    folder.metadata("inner/app/flows/In.flow-meta.xml", "Flow", "");
    folder.metadata("inner/out/flows/Out.flow-meta.xml", "Flow", "");
    weir::Diagnostics out;
    const auto files = find_project(folder.path(), out);
    CHECK(names(files.flows) == Names{"Old", "In"});
    CHECK(names(files.flow_tests) == Names{"T"});
    CHECK(names(files.world) == Names{"Type.One"});
}

TEST_CASE("folders are walked to a depth") {
    const Folder folder;
    std::string path;
    for (int level = 0; level < 62; ++level)
        path += "d/";
    folder.metadata(path + "flows/Near.flow-meta.xml", "Flow", "");
    folder.metadata(path + "d/d/flows/Far.flow-meta.xml", "Flow", "");
    weir::Diagnostics out;
    CHECK(names(find_project(folder.path(), out).flows) == Names{"Near"});
}

TEST_CASE("one file, no file, and a project file without packages") {
    const Folder folder;
    folder.metadata("flows/One.flow-meta.xml", "Flow", "");
    folder.write("sfdx-project.json", "[[[[");
    weir::Diagnostics out;
    CHECK(names(find_project(folder.path("flows/One.flow-meta.xml"), out).flows) == Names{"One"});
    CHECK(find_project(folder.path("nowhere"), out).metadata_count() == 0);
    CHECK(out.empty());
    CHECK(names(find_project(folder.path(), out).flows) == Names{"One"});
    REQUIRE(out.all().size() == 1);
    CHECK(out.all()[0].code == weir::Code::W0006);
}
