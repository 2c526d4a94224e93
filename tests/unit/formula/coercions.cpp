// Values for a target's type, results of formula fields, and texts with merge fields.

#include "unit/formula/world.hpp"

#include <catch2/catch.hpp>

using namespace weir;
using weir::test::test_id;
using weir::test::World;

namespace {

const Type text_type = Type::of(TypeKind::text);
const Type number_type = Type::of(TypeKind::number);

struct Coercing : World {
    std::string coerced(Value value, Type from, Type to) {
        out = Diagnostics();
        CompileContext context{*schema, layouts, arena, out};
        const uint32_t slot = scope.slots++;
        set(slot, {value});
        const Expression expression =
            coerce(slot_value(slot, from, arena), to, Span{1, 2}, "`Target`", context);
        if (out.has_errors())
            return out.all().front().message;
        CHECK(expression.type == to);
        return text(this->value(expression));
    }
    std::string result(Value value, Type from, Type to) {
        out = Diagnostics();
        CompileContext context{*schema, layouts, arena, out};
        const uint32_t slot = scope.slots++;
        set(slot, {value});
        return text(this->value(
            formula_result(slot_value(slot, from, arena), to, Span{1, 2}, "`Field`", context)
        ));
    }
};

} // namespace

TEST_CASE("numbers are rounded to the target's scale") {
    Coercing world;
    const Type two{TypeKind::number, false, 2, ObjectId::none};
    const Type currency{TypeKind::currency, false, 2, ObjectId::none};
    CHECK(world.coerced(Value::number(12345, 4), number_type, two) == "1.23");
    CHECK(world.coerced(Value::number(12355, 4), number_type, currency) == "1.24");
    CHECK(world.coerced(Value::number(-15, 1), number_type, number_type) == "-2");
    CHECK(world.coerced(Value::null(), number_type, two) == "null");
    CHECK(
        world.coerced(Value::text("1"), text_type, two) == "`Target` is Number and takes no Text"
    );
    CHECK(world.coerced(Value::number(10), Type::of(TypeKind::percent), number_type) == "10");
}

TEST_CASE("texts, ids and dates") {
    Coercing world;
    const Type id = Type::of(TypeKind::id);
    const Id contact = test_id("003", 4);
    const auto long_form = to_text(contact);
    const std::string spelling(long_form.data(), 18);
    CHECK(world.coerced(Value::id(contact), id, text_type) == spelling);
    CHECK(world.coerced(Value::text(spelling), text_type, id) == spelling);
    CHECK(world.coerced(Value::text("no id"), text_type, id) == "no id");
    CHECK(world.coerced(Value::text(""), text_type, id) == "null");
    CHECK(world.coerced(Value::number(25, 1), number_type, text_type) == "2.5");
    CHECK(world.coerced(Value::boolean(true), Type::of(TypeKind::boolean), text_type) == "true");
    CHECK(
        world.coerced(Value::date(0), Type::of(TypeKind::date), Type::of(TypeKind::date_time)) ==
        "1970-01-01 00:00:00Z"
    );
    CHECK(
        world.coerced(
            Value::date_time(86'400'001), Type::of(TypeKind::date_time), Type::of(TypeKind::date)
        ) == "1970-01-02"
    );
    CHECK(world.coerced(Value::text("x"), text_type, Type::of(TypeKind::picklist)) == "x");
    CHECK(
        world.coerced(Value::text("x"), text_type, Type::of(TypeKind::boolean)) ==
        "`Target` is Boolean and takes no Text"
    );
    CHECK(
        world.coerced(Value::null(), Type::of(TypeKind::null), Type::of(TypeKind::boolean)) ==
        "null"
    );
}

TEST_CASE("records and collections") {
    Coercing world;
    const Type contact = Type::record_of(world.object("Contact").id);
    const Type account = Type::record_of(world.object("Account").id);
    CHECK(world.coerced(Value::null(), contact, contact) == "null");
    CHECK(
        world.coerced(Value::null(), contact, account) ==
        "`Target` is a record of `Account` and takes no record of `Contact`"
    );
    CHECK(
        world.coerced(Value::null(), text_type.collection_of(), text_type)
            .find("takes no collection") != std::string::npos
    );
    CHECK(
        world.coerced(Value::null(), text_type.collection_of(), text_type.collection_of()) == "null"
    );
    CHECK(
        world.coerced(Value::number(1), Type::of(TypeKind::any), Type::of(TypeKind::boolean)) ==
        "fault"
    );
    CHECK(
        world.coerced(Value::boolean(true), Type::of(TypeKind::any), Type::of(TypeKind::boolean)) ==
        "true"
    );
}

TEST_CASE("what formula fields give") {
    Coercing world;
    const Type percent = Type::of(TypeKind::percent);
    CHECK(world.result(Value::number(25, 2), number_type, percent) == "25");
    CHECK(world.result(Value::number(25), percent, percent) == "25");
    CHECK(world.result(Value::number(25), percent, number_type) == "0.25");
    CHECK(world.result(Value::text("  a "), text_type, text_type) == "a");
    CHECK(world.result(Value::text("  "), text_type, text_type) == "null");
    CHECK(
        world.result(Value::null(), Type::of(TypeKind::boolean), Type::of(TypeKind::boolean)) ==
        "false"
    );
    CHECK(
        world.result(
            Value::date_time(1), Type::of(TypeKind::date_time), Type::of(TypeKind::date)
        ) == "1970-01-01"
    );
}

TEST_CASE("merge fields") {
    World world;
    world.set(world.scope.add("Name", text_type), {Value::text("Ada"), Value::null()});
    world.set(world.scope.add("Count", number_type), {Value::number(3), Value::number(25, 1)});
    const auto rows =
        world.values(world.templated("Hello {!Name}, {!Count + 1} {!\"}\"} {! Name } {x} {!"));
    CHECK(world.messages() == "");
    CHECK(world.text(rows[0]) == "Hello Ada, 4 } Ada {x} {!");
    CHECK(world.text(rows[1]) == "Hello , 3.5 }  {x} {!");
    CHECK(world.text(world.value(world.templated("plain"))) == "plain");
    CHECK(is_constant(world.templated("plain")));
    CHECK(constant_value(world.templated("")).as_text().empty());
    CHECK(world.templated("a {!Nmae} b").type.is_error());
    CHECK(
        world.messages() == "W0310 there is nothing called `Nmae` here @ Nmae\n"
                            "  help: something with a similar name exists: `name` => name\n"
    );
}

TEST_CASE("a fault in a merge field fails its row") {
    World world;
    world.set(world.scope.add("Number", number_type), {Value::number(0), Value::number(2)});
    const auto rows = world.values(world.templated("half: {!1 / Number}"));
    CHECK(rows[0].is_fault());
    CHECK(world.text(rows[1]) == "half: 0.5");
}
