{%- import "swift/calls.swift" as calls -%}
// Written by tools/bindings. Change the core, or the templates of that tool, not this file.

import Foundation

extension Client {
{%- for area in areas %}
{{ area.comment|indented("    ") }}    public var {{ area.accessor }}: {{ area.name }} { {{ area.name }}(client: self) }
{% endfor -%}
}
{#- Inside the client: a type called `Testing` at top level would hide the module with that name. #}
{% for area in areas %}
extension Client {
{{ area.comment|indented("    ") }}    public struct {{ area.name }}: Sendable {
        let client: Client
{% for call in area.calls %}
{{ call.comment|indented("        ") }}{% call calls::deprecated(call) %}{% endcall %}        public func {{ call.verb }}({% call calls::parameters(call) %}{% endcall %})
{%- if call.is_list %} -> Pages<{{ call.answer.as_deref().unwrap_or_default() }}> {
            Pages(client) { native, cursor in
                let page = try native.{{ call.native }}Page({% call calls::passed(call, "cursor: cursor") %}{% endcall %})
                return Page(data: page.data, nextPage: page.nextPage, total: page.total)
            } suspending: { native, cursor, stop in
                let page = try await native.{{ call.native }}PageAsync({% call calls::passed(call, "cursor: cursor, stop: stop") %}{% endcall %})
                return Page(data: page.data, nextPage: page.nextPage, total: page.total)
            }
        }
{% else %} throws{% if let Some(answer) = call.answer %} -> {{ answer }}{% endif %} {
            try client.native.{{ call.native }}({% call calls::passed(call, "") %}{% endcall %})
        }

{{ call.suspending|indented("        ") }}{% call calls::deprecated(call) %}{% endcall %}        public func {{ call.verb }}({% call calls::parameters(call) %}{% endcall %}) async throws
{%- if let Some(answer) = call.answer %} -> {{ answer }}{% endif %} {
            try await client.run { try await $0.{{ call.native }}Async({% call calls::passed(call, "stop: $1") %}{% endcall %}) }
        }
{% endif %}
{%- endfor %}    }
}
{% endfor %}
