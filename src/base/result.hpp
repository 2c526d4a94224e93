// Result<T>: a value, or the Error of the host or the machine (a file, a database). Mistakes in
// flows are Diagnostics and faults of interviews are Fault values; neither comes through here.
#pragma once

#include "base/check.hpp"

#include <string>
#include <utility>
#include <variant>

namespace weir {

/// What the host failed at: one sentence, lower case, no full stop, naming the place and the cause.
struct Error {
    std::string message;
};

/// `return Failure{"cannot read `x.csv`: no such file"};`
struct Failure {
    std::string message;
};

template<class T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
    Result(Failure failure) : state_(std::in_place_index<1>, Error{std::move(failure.message)}) {}
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

    explicit operator bool() const { return state_.index() == 0; }
    [[nodiscard]] T& operator*() {
        WEIR_CHECK(state_.index() == 0, "a failed Result has no value");
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] const T& operator*() const {
        WEIR_CHECK(state_.index() == 0, "a failed Result has no value");
        return *std::get_if<0>(&state_);
    }
    [[nodiscard]] T* operator->() { return &**this; }
    [[nodiscard]] const Error& error() const {
        WEIR_CHECK(state_.index() == 1, "a successful Result has no error");
        return *std::get_if<1>(&state_);
    }

private:
    std::variant<T, Error> state_;
};

struct Done {};

/// For what returns nothing but may fail: `return Done{};`.
using Status = Result<Done>;

} // namespace weir
