#include "api/library.hpp"

#include "base/diagnostic.hpp"
#include "base/source_map.hpp"
#include "elements/catalogue.hpp"
#include "stdlib/stdlib.hpp"
#include "syntax/parse.hpp"

#include <string>

namespace weir {

namespace {

/// The texts stand here too: views of the trees go into them.
struct Library {
    SourceMap sources;
    std::vector<std::shared_ptr<const SyntaxTree>> trees;

    Library() {
        add_library_texts(sources);
        Diagnostics out;
        for (const auto& file : sources.files())
            trees.push_back(parse(*file, element_shapes(), out));
        // A mistake is said in each world, by parsing there.
        if (!out.empty())
            trees.clear();
    }
};

} // namespace

void add_library_texts(SourceMap& sources) {
    for (const EmbeddedText& file : standard_library())
        sources.add("stdlib/" + std::string(file.name), std::string(file.text));
}

const std::vector<std::shared_ptr<const SyntaxTree>>& library_trees() {
    static const Library library;
    return library.trees;
}

} // namespace weir
