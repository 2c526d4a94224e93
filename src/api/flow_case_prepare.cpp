// The fields that a flow case reads and writes get their places in records before anything runs.
#include "api/flow_case_run.hpp"
#include "schema/fold.hpp"

#include <string_view>

namespace weir {

namespace {

using nlohmann::json;

class Preparation {
public:
    explicit Preparation(Program& program) : program_(program) {}

    void prepare(const FlowCase& described, const FlowProgram& flow) {
        for (const CaseRecord& record : described.given)
            fields(record.object, record.fields);
        values(described.inputs);
        for (const CaseStub& stub : described.stubs)
            values(stub.outputs);
        for (const CaseExpectations* const expected :
             {&described.expect, described.derived ? &*described.derived : nullptr})
            if (expected != nullptr)
                for (const auto& [path, wanted] : expected->outputs.items())
                    output(flow, path, wanted);
    }

private:
    void fields(const std::string& object_name, const json& given) {
        const Object* const object = program_.schema->find(object_name);
        if (object == nullptr || !given.is_object())
            return;
        for (const auto& [name, value] : given.items()) {
            if (const auto field = object->find_field(name))
                program_.layouts->of(object->id).cell(*field);
            values(value);
        }
    }

    void values(const json& value) {
        if (value.is_object() && value.contains("$record") && value["$record"].is_string())
            fields(value["$record"].get<std::string>(), value.value("fields", json::object()));
        else if (value.is_structured())
            for (const json& inner : value)
                values(inner);
    }

    void output(const FlowProgram& flow, std::string_view path, const json& wanted) {
        values(wanted);
        const size_t end = path.find_first_of(".[");
        const std::string name = folded(path.substr(0, end));
        const size_t dot = path.find('.');
        if (dot == std::string_view::npos)
            return;
        const std::string_view rest = path.substr(dot + 1);
        const std::string_view part = rest.substr(0, rest.find_first_of(".["));
        for (const Variable& variable : flow.variables) {
            if (folded(variable.name) != name || variable.type.kind != TypeKind::record)
                continue;
            const Object& object = program_.schema->object(variable.type.object);
            const auto field = object.find_field(part);
            const auto lookup = field ? field : object.find_relationship(part);
            if (lookup)
                program_.layouts->of(object.id).cell(*lookup);
        }
    }

    Program& program_;
};

} // namespace

void prepare(const FlowCase& described, CaseWorld& world) {
    Preparation(*world.program).prepare(described, *world.flow);
}

} // namespace weir
