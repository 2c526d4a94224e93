// Writes the contacts of the portal-user job: portal_data COUNT > contacts.tsv
#include "job.hpp"

#include <cstdio>
#include <cstdlib>

int main(int argc, char** argv) {
    const long count = argc == 2 ? std::strtol(argv[1], nullptr, 10) : 0;
    if (count < 1 || count > 100'000'000)
        portal::stop("usage: portal_data COUNT");
    const std::string text = portal::make_contacts(static_cast<uint32_t>(count));
    return std::fwrite(text.data(), 1, text.size(), stdout) == text.size() ? 0 : 1;
}
