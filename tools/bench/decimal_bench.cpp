// Why types/decimal.cpp is what it is: the same sums, products and quotients in weir's Decimal, in
// Boost's cpp_dec_float and in the compiler's 128-bit decimal floating point. Figures are in
// src/types/README.md.
#include "types/decimal.hpp"

#include <boost/multiprecision/cpp_dec_float.hpp>
#include <fmt/format.h>

#include <chrono>
#include <decimal/decimal>
#include <random>
#include <string>
#include <utility>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;
using Boost = boost::multiprecision::number<boost::multiprecision::cpp_dec_float<34>>;
using Hardware = std::decimal::decimal128;

constexpr size_t operands = 4096;
constexpr int rounds = 200;

/// An amount of money, and a price or a factor to go with it.
struct Sample {
    int64_t amount;
    int64_t factor;
};

struct Case {
    const char* name;
    uint64_t amount_end; // coefficient of two decimals
    uint64_t factor_end;
};

std::vector<Sample> samples(const Case& wanted) {
    std::mt19937_64 random(1);
    std::vector<Sample> result(operands);
    for (Sample& sample : result)
        sample = {
            static_cast<int64_t>(1 + random() % wanted.amount_end),
            static_cast<int64_t>(1 + random() % wanted.factor_end)};
    return result;
}

template<class Number, class Operation>
double nanoseconds(const std::vector<std::pair<Number, Number>>& pairs, Operation operation) {
    std::vector<Number> results(pairs.size());
    const auto begin = Clock::now();
    for (int round = 0; round < rounds; ++round)
        for (size_t index = 0; index < pairs.size(); ++index)
            results[index] = operation(pairs[index].first, pairs[index].second);
    const std::chrono::duration<double, std::nano> spent = Clock::now() - begin;
    asm volatile("" : : "r"(results.data()) : "memory"); // the results are wanted
    return spent.count() / (static_cast<double>(rounds) * static_cast<double>(pairs.size()));
}

template<class Number, class Make, class Add, class Multiply, class Divide>
void measure(
    const char* name, const Case& wanted, Make make, Add add, Multiply multiply, Divide divide
) {
    std::vector<std::pair<Number, Number>> pairs;
    for (const Sample& sample : samples(wanted))
        pairs.emplace_back(make(sample.amount), make(sample.factor));
    fmt::print(
        "{:24} {:28} {:8.1f} {:8.1f} {:8.1f}\n",
        wanted.name,
        name,
        nanoseconds(pairs, add),
        nanoseconds(pairs, multiply),
        nanoseconds(pairs, divide)
    );
}

} // namespace

int main() {
    using weir::Decimal;
    fmt::print(
        "{:24} {:28} {:>8} {:>8} {:>8}   nanoseconds\n",
        "operands",
        "numbers",
        "add",
        "multiply",
        "divide"
    );
    const auto plus = [](const auto& left, const auto& right) { return left + right; };
    const auto times = [](const auto& left, const auto& right) { return left * right; };
    const auto over = [](const auto& left, const auto& right) { return left / right; };
    for (const Case& wanted :
         {Case{"money (7 and 3 digits)", 10'000'000, 1'000},
          Case{"large (18 and 18 digits)", 1'000'000'000'000'000'000, 1'000'000'000'000'000'000}}) {
        measure<Decimal>(
            "weir::Decimal",
            wanted,
            [](int64_t coefficient) {
                return Decimal{coefficient, 2, true};
            },
            [](const Decimal& left, const Decimal& right) { return weir::add(left, right); },
            [](const Decimal& left, const Decimal& right) { return weir::multiply(left, right); },
            [](const Decimal& left, const Decimal& right) { return weir::divide(left, right); }
        );
        measure<Boost>(
            "boost cpp_dec_float<34>",
            wanted,
            [](int64_t coefficient) { return Boost(Boost(coefficient) / 100); },
            [](const Boost& left, const Boost& right) { return Boost(left + right); },
            [](const Boost& left, const Boost& right) { return Boost(left * right); },
            [](const Boost& left, const Boost& right) { return Boost(left / right); }
        );
        measure<Hardware>(
            "gcc decimal128",
            wanted,
            [](int64_t coefficient) { return Hardware(static_cast<long long>(coefficient)) / 100; },
            plus,
            times,
            over
        );
    }
    return 0;
}
