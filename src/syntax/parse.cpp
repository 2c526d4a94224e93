#include "syntax/parse.hpp"

#include "syntax/flow_actions.hpp"
#include "syntax/utf8.hpp"

namespace weir {

std::unique_ptr<const SyntaxTree> parse(const SourceFile& file, Shapes shapes, Diagnostics& out) {
    auto tree = std::make_unique<SyntaxTree>();
    tree->span = file.span();
    const size_t invalid = syntax::find_invalid_utf8(file.text);
    if (invalid < file.text.size()) {
        const uint32_t at = file.begin + static_cast<uint32_t>(invalid);
        out.report(
               Code::W0002,
               {at, at + 1},
               "byte {} of `{}` is not part of UTF-8 text",
               invalid,
               file.name
        )
            .here(
                fmt::format("the byte is 0x{:02X}", static_cast<unsigned char>(file.text[invalid]))
            )
            .help("save the file as UTF-8");
        return tree;
    }
    syntax::FlowState state(file, shapes, *tree, out);
    syntax::Input in(file.text.data(), file.text.data() + file.text.size(), "");
    try {
        (void)syntax::pegtl::parse<grammar::file, syntax::action, syntax::control>(in, state);
    } catch (const syntax::Mistake& mistake) {
        // Only white space in front of the first declaration is read outside of a `recovered` rule.
        state.report(mistake);
    }
    state.finish_file();
    return tree;
}

} // namespace weir
