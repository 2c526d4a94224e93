// Prices: of products in price books, and of lines of opportunities and orders.
#include "org/standard_cells.hpp"
#include "types/compare.hpp"

#include <fmt/format.h>

namespace weir::standard {

/// Products of a price book that is not the standard one have a standard price first.
void check_prices(SaveChunk& chunk) {
    const FieldId product = field_of(chunk, "Product2Id");
    const FieldId book = field_of(chunk, "Pricebook2Id");
    const FieldId price = field_of(chunk, "UnitPrice");
    if (!chunk.creates() || product == FieldId::none || book == FieldId::none)
        return;
    const std::vector<Value> is_standard = parents_values(chunk, "Pricebook2Id", "IsStandard");
    std::vector<uint32_t> rows;
    std::vector<Value> products;
    for (const uint32_t row : chunk.good)
        if (!is_standard[row].is_true() && cell(chunk, "Product2Id", row).tag() == Tag::id) {
            rows.push_back(row);
            products.push_back(cell(chunk, "Product2Id", row));
        }
    const FieldId asked[] = {book, price};
    Columns found;
    QueryResult entries;
    std::vector<bool> there;
    if (!find_children(chunk, chunk.object(), product, products, asked, entries, found))
        return;
    const Object& books =
        chunk.transaction.schema().object(chunk.object().field(book).refers_to.front());
    const FieldId standard = field_or_none(&books, "IsStandard");
    std::vector<Id> book_ids(found.size());
    for (uint32_t entry = 0; entry < found.size(); ++entry)
        if (found.at(book, entry).tag() == Tag::id)
            book_ids[entry] = found.at(book, entry).as_id();
    Columns flags;
    if (chunk.fatal == nullptr && standard != FieldId::none)
        chunk.fatal =
            fetch_records(chunk.transaction, books.id, book_ids, {&standard, 1}, flags, there);
    if (chunk.fatal != nullptr || standard == FieldId::none)
        return;
    for (size_t index = 0; index < rows.size(); ++index) {
        Value of_standard = Value::null();
        for (uint32_t entry = entries.begin[index]; entry < entries.begin[index + 1]; ++entry)
            if (flags.at(standard, entry).is_true())
                of_standard = found.at(price, entry);
        if (of_standard.is_null())
            chunk.refuse(
                rows[index],
                "STANDARD_PRICE_NOT_DEFINED",
                "Before creating a custom price, create a standard price."
            );
        else if (cell(chunk, "UseStandardPrice", rows[index]).is_true())
            chunk.set(price, rows[index], of_standard);
    }
}

namespace {

/// A line has the price book of its opportunity or order, and one price.
void check_line(SaveChunk& chunk, std::string_view parent, std::string_view name) {
    if (!chunk.creates())
        return;
    const std::vector<Value> books = parents_values(chunk, parent, "Pricebook2Id");
    if (chunk.fatal != nullptr)
        return;
    const std::vector<Value> of_entry = parents_values(chunk, "PricebookEntryId", "Pricebook2Id");
    if (chunk.fatal != nullptr)
        return;
    for (const uint32_t row : chunk.good) {
        if (!of_entry[row].is_null() && !equal_exactly(books[row], of_entry[row]))
            chunk.refuse(
                row,
                "FIELD_INTEGRITY_EXCEPTION",
                fmt::format(
                    "field integrity exception: PricebookEntryId (pricebook entry is in a "
                    "different pricebook than the one assigned to the {})",
                    name
                ),
                "PricebookEntryId"
            );
    }
}

} // namespace

void check_opportunity_line(SaveChunk& chunk) {
    check_line(chunk, "OpportunityId", "opportunity");
}

void check_order_line(SaveChunk& chunk) {
    check_line(chunk, "OrderId", "order");
}

void check_one_price(SaveChunk& chunk) {
    for (const uint32_t row : chunk.good)
        if (is_given(chunk, "UnitPrice", row) && is_given(chunk, "TotalPrice", row))
            chunk.refuse(
                row,
                "FIELD_INTEGRITY_EXCEPTION",
                "field integrity exception: UnitPrice, TotalPrice (you can specify either "
                "UnitPrice "
                "or TotalPrice, not both)",
                "UnitPrice"
            );
    chunk.drop_refused();
}

/// The price of one and of all follow from one another.
void derive_line_prices(SaveChunk& chunk) {
    const FieldId unit = field_of(chunk, "UnitPrice");
    const FieldId total = field_of(chunk, "TotalPrice");
    if (unit == FieldId::none || total == FieldId::none)
        return;
    for (const uint32_t row : chunk.good) {
        const Value count = cell(chunk, "Quantity", row);
        const Value one = chunk.now_column(unit)[row];
        const Value all = chunk.now_column(total)[row];
        if (count.is_null() || compare(count.decimal(), Decimal::of(0)) == 0)
            continue;
        if (is_given(chunk, "TotalPrice", row) && !is_given(chunk, "UnitPrice", row))
            chunk.set(
                unit,
                row,
                Value::number(round(divide(all.decimal(), count.decimal()), 2), chunk.arena())
            );
        else if (!one.is_null())
            chunk.set(
                total, row, Value::number(multiply(one.decimal(), count.decimal()), chunk.arena())
            );
    }
}

} // namespace weir::standard
