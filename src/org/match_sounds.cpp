// Metaphone, the algorithm that its successors grew from: English spelling to consonants as they
// sound. `0` is the sound of th, `X` that of sh.
#include "org/match_scores.hpp"

namespace weir {

namespace {

bool is_one_of(char letter, std::string_view letters) {
    return letter != '\0' && letters.find(letter) != std::string_view::npos;
}

bool is_vowel(char letter) {
    return is_one_of(letter, "aeiou");
}

class Sound {
public:
    explicit Sound(std::string_view name) {
        for (const char letter : name) {
            const bool is_double = !word_.empty() && word_.back() == letter && letter != 'c';
            if (letter >= 'a' && letter <= 'z' && !is_double)
                word_ += letter;
        }
    }

    std::string take() {
        begin();
        for (; at_ < word_.size(); ++at_)
            letter(word_[at_]);
        return std::move(sound_);
    }

private:
    [[nodiscard]] char peek(size_t ahead = 1) const {
        return at_ + ahead < word_.size() ? word_[at_ + ahead] : '\0';
    }
    [[nodiscard]] char before() const { return at_ > 0 ? word_[at_ - 1] : '\0'; }
    [[nodiscard]] bool goes_on(std::string_view text) const {
        return std::string_view(word_).substr(at_).starts_with(text);
    }

    /// Letters that are silent at the beginning, and others that sound otherwise there.
    void begin() {
        for (const std::string_view silent : {"kn", "gn", "pn", "ae", "wr"})
            if (goes_on(silent)) {
                at_ = 1;
                return;
            }
        if (goes_on("wh")) {
            sound_ += 'W';
            at_ = 2;
        } else if (goes_on("x")) {
            sound_ += 'S';
            at_ = 1;
        }
    }

    void letter(char here) {
        switch (here) {
        case 'a':
        case 'e':
        case 'i':
        case 'o':
        case 'u':
            if (at_ == 0 || (sound_.empty() && at_ == 1))
                sound_ += static_cast<char>(here - 'a' + 'A');
            break;
        case 'b':
            if (!(before() == 'm' && peek() == '\0'))
                sound_ += 'B';
            break;
        case 'c':
            of_c();
            break;
        case 'd':
            sound_ += peek() == 'g' && is_one_of(peek(2), "eiy") ? 'J' : 'T';
            break;
        case 'g':
            of_g();
            break;
        case 'h':
            if (is_vowel(peek()) && !is_one_of(before(), "cgpst"))
                sound_ += 'H';
            break;
        case 'k':
            if (before() != 'c')
                sound_ += 'K';
            break;
        case 'p':
            sound_ += peek() == 'h' ? 'F' : 'P';
            break;
        case 'q':
            sound_ += 'K';
            break;
        case 's':
            sound_ += goes_on("sh") || goes_on("sio") || goes_on("sia") ? 'X' : 'S';
            break;
        case 't':
            of_t();
            break;
        case 'v':
            sound_ += 'F';
            break;
        case 'w':
        case 'y':
            if (is_vowel(peek()))
                sound_ += here == 'w' ? 'W' : 'Y';
            break;
        case 'x':
            sound_ += "KS";
            break;
        case 'z':
            sound_ += 'S';
            break;
        default: // f, j, l, m, n, r
            sound_ += static_cast<char>(here - 'a' + 'A');
            break;
        }
    }

    void of_c() {
        if (is_one_of(peek(), "iey")) {
            if (before() == 's')
                return; // the s has said it
            sound_ += goes_on("cia") ? 'X' : 'S';
        } else if (peek() == 'h') {
            sound_ += before() == 's' ? 'K' : 'X';
        } else if (!(before() == 'c')) {
            sound_ += 'K';
        }
    }

    void of_g() {
        const bool before_end = peek(2) == '\0';
        if (peek() == 'h' && !before_end && !is_vowel(peek(2)))
            return; // as in night
        if (peek() == 'h' && before_end)
            return; // as in high
        if (peek() == 'n' && (before_end || goes_on("gned")))
            return; // as in sign
        if (before() == 'd' && is_one_of(peek(), "eiy"))
            return; // the d has said it
        sound_ += is_one_of(peek(), "eiy") ? 'J' : 'K';
    }

    void of_t() {
        if (goes_on("tia") || goes_on("tio"))
            sound_ += 'X';
        else if (peek() == 'h')
            sound_ += '0';
        else if (!goes_on("tch"))
            sound_ += 'T';
    }

    std::string word_;
    std::string sound_;
    size_t at_ = 0;
};

} // namespace

std::string sound_of(std::string_view name) {
    return Sound(name).take();
}

} // namespace weir
