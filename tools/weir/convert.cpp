// weir import PATH… -o DIR, weir export PATH… -o DIR
#include "commands.hpp"
#include "files.hpp"
#include "input.hpp"

#include "weir/convert.h"

#include <fmt/format.h>

#include <filesystem>
#include <memory>
#include <set>

namespace {

struct Options {
    std::vector<std::string> paths;
    std::string folder;
    weir::XmlOptions xml;
};

/// What a run of either command did.
class Tally {
public:
    void written() { ++written_; }
    void failed() { ++failed_; }

    void say(const weir::Conversion& conversion) {
        if (!conversion.error.empty()) fmt::print(stderr, "error[W0001]: {}\n", conversion.error);
        print_messages(conversion.messages, 0, stderr);
        if (!conversion.error.empty() || conversion.flows.empty()) failed();
    }
    /// Two files that would become one are a mistake: nothing is written over.
    void write(const std::string& path, const std::string& text) {
        if (!paths_.insert(path).second) {
            fmt::print(stderr, "weir: `{}` would be written twice; the second flow is left out\n", path);
            failed();
            return;
        }
        const std::string reason = write_file(path, text);
        if (reason.empty()) {
            written();
            return;
        }
        fmt::print(stderr, "weir: cannot write `{}`: {}\n", path, reason);
        failed();
    }
    [[nodiscard]] int end(const std::string& what, const std::string& folder) const {
        fmt::print(stderr, "{} {} to `{}`", plural(written_, "flow"), what, folder);
        if (failed_ > 0) fmt::print(stderr, ", {} failed", failed_);
        fmt::print(stderr, "\n");
        return failed_ > 0 ? exit_code::failed : exit_code::ok;
    }

private:
    std::set<std::string> paths_;
    size_t written_ = 0;
    size_t failed_ = 0;
};

std::string with_ending(const std::string& path, const std::string& old_ending, const std::string& ending) {
    return path.substr(0, path.size() - (path.ends_with(old_ending) ? old_ending.size() : 0)) + ending;
}

/// Says when a path holds nothing to convert: most often it is another path that was meant.
bool is_empty(const std::vector<std::string>& files, const std::string& path, const char* what, Tally& tally) {
    if (!files.empty()) return false;
    const bool is_there = std::filesystem::exists(path);
    if (is_there) fmt::print(stderr, "error[W0001]: `{}` holds no {}\n", path, what);
    else fmt::print(stderr, "error[W0001]: `{}` does not exist\n", path);
    tally.failed();
    return true;
}

/// What stands around the flows: the org, of which a project holds a part, and what they call in Apex, to be completed. A file that is there
/// already may have been.
void write_org(const weir::ApexCalls& calls, const std::string& folder, Tally& tally) {
    const std::string path = (std::filesystem::path(folder) / "org.flow").string();
    if (std::filesystem::exists(path)) return;
    std::string text = "// A project holds a part of an org: what these files name and none declares is believed.\norg {\n  objects open\n}\n";
    if (const std::string stubs = calls.stubs(); !stubs.empty()) text += "\n" + stubs;
    const std::string reason = write_file(path, text);
    if (reason.empty()) return;
    fmt::print(stderr, "weir: cannot write `{}`: {}\n", path, reason);
    tally.failed();
}

int import(const Options& options) {
    Tally tally;
    for (const std::string& path : options.paths) {
        const std::vector<std::string> files = weir::find_xml_flows(path);
        if (is_empty(files, path, "flow in XML", tally)) continue;
        weir::ApexCalls calls;
        for (const std::string& file : files) {
            const weir::Conversion conversion = weir::flow_from_xml_file(file, &calls);
            tally.say(conversion);
            const std::string place = mirrored(file, path, options.folder);
            const std::string named = with_ending(with_ending(place, ".flow-meta.xml", ""), ".flow", ".flow");
            for (const weir::Converted& flow : conversion.flows) tally.write(named, flow.text);
        }
        write_org(calls, options.folder, tally);
    }
    return tally.end("imported", options.folder);
}

int export_flows(const Options& options) {
    Tally tally;
    for (const std::string& path : options.paths) {
        const std::vector<std::string> files = weir::find_text_flows(path);
        if (is_empty(files, path, ".flow file", tally)) continue;
        for (const std::string& file : files) {
            const weir::Conversion conversion = weir::flows_to_xml_file(file, options.xml);
            if (!conversion.error.empty() || !conversion.messages.empty()) tally.say(conversion);
            const std::string place = mirrored(file, path, options.folder);
            // A file of one flow keeps its name, so that an import comes back to where it was.
            const bool is_alone = conversion.flows.size() == 1;
            for (const weir::Converted& flow : conversion.flows) {
                const auto beside = std::filesystem::path(place).parent_path() / (flow.name + ".flow-meta.xml");
                tally.write(is_alone ? with_ending(place, ".flow", ".flow-meta.xml") : beside.string(), flow.text);
            }
        }
    }
    return tally.end("exported", options.folder);
}

} // namespace

Run add_import(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("import", "Write the flows of Salesforce projects as .flow text");
    command->add_option("PATH", options->paths, "Projects, folders or .flow-meta.xml files")->required();
    command->add_option("-o,--output", options->folder, "The folder to write to; it mirrors the folders of PATH")->required();
    return [options] { return import(*options); };
}

Run add_export(CLI::App& app) {
    auto options = std::make_shared<Options>();
    CLI::App* const command = app.add_subcommand("export", "Write .flow text as the XML of a Salesforce project");
    command->add_option("PATH", options->paths, "Folders or .flow files")->required();
    command->add_option("-o,--output", options->folder, "The folder to write to; it mirrors the folders of PATH")->required();
    command->add_flag("--layout", options->xml.layout, "Place the elements of flows that keep no positions, as the builder's canvas does");
    return [options] { return export_flows(*options); };
}
