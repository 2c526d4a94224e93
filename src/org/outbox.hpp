// E-mails that committed transactions have sent: tests and reports read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace weir {

struct Email {
    std::vector<std::string> to;
    std::string subject;
    std::string body;
    std::string source; // "emailSimple", or the alert: "Contact.Portal_User_Failed"
    std::string record; // id it is about; may be empty
};

struct Outbox {
    std::vector<Email> emails;
};

} // namespace weir
