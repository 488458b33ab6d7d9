"""One class of errors per area of the engine.

Written by `cargo xtask gen`; do not edit.
"""

from __future__ import annotations

from ._errors import ScrmError


class ApiError(ScrmError):
    """What the area `api` refuses.

    `api.deduper.not_fitted`: The deduper has seen no records yet.

    `api.defect`: The engine met a state that it does not know; the call changed nothing.

    `api.file.unreadable`: A file cannot be read.

    `api.operation.unknown`: There is no operation of this name.

    `api.request.missing_field`: A request lacks a field that it must have.

    `api.request.naive_time`: A time has no offset, so nobody can know which instant is meant.

    `api.request.unknown_field`: A request has a field that nobody reads.

    `api.request.unreadable`: A request is no JSON text.

    `api.request.wrong_kind`: A field of a request holds a value of a wrong kind.

    `api.workspace.closed`: The workspace, the engines, the keywords or the deduper were closed.

    `api.workspace.forked`: The workspace was opened before this process was forked.
    """


class AuditError(ScrmError):
    """What the area `audit` refuses.

    `audit.schedule.never_due`: A scheduled audit has neither weekdays nor days of the month.

    `audit.setting.empty`: A list or a name of the audit section is empty.

    `audit.setting.out_of_range`: A number of the audit section is outside of its range.
    """


class CustomerError(ScrmError):
    """What the area `customer` refuses.

    `customer.config.invalid`: A setting of the section on customers is wrong.

    `customer.custom_field.kind`: A value has another kind than the playbook declares for its field.

    `customer.custom_field.name`: A field of the workspace's own has a name that expressions cannot write.

    `customer.custom_field.taken`: A field of the workspace's own has the name of something else.

    `customer.name.blank`: The name is blank.

    `customer.name.no_letters`: The name holds no letters, only digits or signs.

    `customer.name.placeholder`: The name is a placeholder such as "test" or "n/a".

    `customer.name.too_long`: The name is longer than 300 characters.
    """


class DedupeError(ScrmError):
    """What the area `dedupe` refuses.

    `dedupe.config.invalid`: A setting of the section on duplicates is wrong.

    `dedupe.linkage.newer_model`: What the deduper learned was written by a newer version.

    `dedupe.linkage.no_model`: The document is not what a deduper learned, or it is damaged.

    `dedupe.linkage.nothing_labelled`: The labels name no two known records that are one person.

    `dedupe.linkage.other_record`: The table holds other records than the deduper, or the same in another order.

    `dedupe.linkage.same_id`: Two records have one id.

    `dedupe.linkage.unknown_column`: The configuration, or what was learned before, names a column that the records
    do not have.

    `dedupe.linkage.unknown_record`: No record has an id that is asked for.

    `dedupe.merge.already_undone`: The merge was undone before.

    `dedupe.merge.different_system_ids`: The two customers have different ids in one system, so they are two
    customers there.

    `dedupe.merge.later_merge`: The survivor of the merge has absorbed another customer since.

    `dedupe.merge.merged_away`: One of the two customers was merged away before.

    `dedupe.merge.same_customer`: A customer cannot be merged with itself.

    `dedupe.merge.survivor_gone`: The survivor of the merge has been merged into another customer since.

    `dedupe.merge.wrong_survivor`: The merge has another survivor than the customer given.

    `dedupe.review.decided`: A person decided about the pair before.

    `dedupe.review.not_of_pair`: The customer that is to stay is none of the pair.
    """


class ExportError(ScrmError):
    """What the area `export` refuses.

    `export.column.duplicate`: An export names a column twice.

    `export.column.unknown`: An export names a column that does not exist.
    """


class IdentifierError(ScrmError):
    """What the area `identifier` refuses.

    `identifier.blank`: The identifier is blank.

    `identifier.email.unreadable`: The text is not an e-mail address.

    `identifier.id.unusable`: The id is too long or holds white space or control characters.

    `identifier.phone.digits_lost`: A spreadsheet turned the phone number into a rounded figure such as 7.91E+10.

    `identifier.phone.unreadable`: The text is not a phone number that can be dialled.

    `identifier.phone.without_country`: The phone number has no calling code and no country is known.

    `identifier.system.name`: The name of the other system is not usable.
    """


class ImportError(ScrmError):
    """What the area `import` refuses.

    `import.file.compressed`: The file is compressed or a workbook, not CSV text.

    `import.file.empty`: The file holds no header and no rows.

    `import.file.reading`: The host could not read the file to its end.

    `import.file.unclosed_quote`: A quoted field is not closed: it swallows the rest of the file or more than the
    limit.

    `import.header.no_name`: No column is known to hold the customer's name.

    `import.header.unreadable`: The header line is too wide, too long or in another encoding.

    `import.mapping.unknown_column`: The mapping names a column that the file does not have.

    `import.mapping.unknown_target`: The mapping names a target that does not exist.

    `import.mapping.unreadable`: The mapping document cannot be read.

    `import.option.separator`: A delimiter, quote or comment character cannot work.

    `import.row.bad_value`: A value cannot be read, and the setting `on_bad_value` says to reject such rows.

    `import.row.extra_cells`: The row has more filled cells than the header has columns, so values may sit in wrong
    columns.

    `import.row.field_too_long`: A field of the row is longer than the limit.

    `import.row.masked`: The row is of an export whose names, numbers and addresses are hidden, so nothing of it can
    be read back.

    `import.row.no_identifier`: Identifiers were given, but none of them can be read.

    `import.row.too_long`: The row is longer than the limit.

    `import.row.too_many_columns`: The row has more columns than the limit.

    `import.row.undecodable`: The row holds bytes that mean nothing in the file's encoding.

    `import.setting`: An import setting is out of its range.

    `import.table.cell`: A cell of a table holds something that has no text.

    `import.table.naive_time`: A column of a table holds times of day without a zone.

    `import.value.ambiguous_date`: A date can be read with the day, the month or the year first; the column's order
    was taken.

    `import.value.assumed_currency`: An amount names no currency; the default was taken.

    `import.value.conflict`: A row says something else of its customer than an earlier row or column of the file, and
    nothing decides between them; the first value was taken.

    `import.value.doubtful_region`: A number was written without its calling code, and its region is not known to use
    such numbers, or is not the place that its row names.

    `import.value.identifier_dropped`: An identifier cannot be read; others of the row can.

    `import.value.not_told_by_files`: A column of an export tells what the workspace decides itself, such as tags or
    the place in the queue; it was left out.

    `import.value.too_many_products`: More products are named than are kept.

    `import.value.two_ids_of_one_system`: Two ids of one other system are given; the first was taken.

    `import.value.unreadable`: A value cannot be read as its column's kind; its text was kept as a custom field.
    """


class KeywordError(ScrmError):
    """What the area `keyword` refuses.

    `keyword.labels.count`: There are not as many labels as messages.

    `keyword.option`: An option of learning, linting or mining is out of its range.

    `keyword.phrase.blank`: A phrase is blank or holds only invisible characters.

    `keyword.phrase.too_long`: A phrase is longer than the limits allow.

    `keyword.phrases.too_large`: The phrases are too large together.

    `keyword.phrases.too_many`: There are more phrases than the limits allow.

    `keyword.regex.invalid`: A phrase of a regular-expression rule is not a regular expression.

    `keyword.regex.too_large`: A regular expression compiles to more memory than the limits allow.

    `keyword.rule.duplicate`: Two keyword rules have the same id.

    `keyword.rule.no_phrases`: A keyword rule has no phrases.

    `keyword.rules.too_many`: There are more keyword rules than the limits allow.
    """


class OutboxError(ScrmError):
    """What the area `outbox` refuses.

    `outbox.attempting`: The message is being sent and can no longer be taken back.

    `outbox.config.out_of_range`: A number of the outbox section makes no sense.

    `outbox.expired`: The message is pointless by now.

    `outbox.final`: The message was sent, failed, cancelled or set aside before.

    `outbox.lease_over`: The worker's lease ended before it began to send, or renewed it.

    `outbox.leased`: Another worker holds the message.

    `outbox.not_attempting`: An outcome was reported for an attempt that was not begun.

    `outbox.not_claimed`: The message is not claimed by a worker.

    `outbox.not_due`: The message's time has not come.

    `outbox.stale_lease`: Another worker took the message over before this one reported.
    """


class PlaybookError(ScrmError):
    """What the area `playbook` refuses.

    `playbook.blank`: The playbook names nobody where somebody has to be named.

    `playbook.invalid`: A key of the playbook is unknown, missing or of the wrong type.

    `playbook.rate`: A rate of the currency table is no rate.

    `playbook.region`: The region of the workspace is no country or region with telephone numbers.

    `playbook.repeated_key`: A key of the playbook stands twice in one object.

    `playbook.syntax`: The playbook is not a TOML or JSON document.

    `playbook.too_large`: The playbook is too large.

    `playbook.unknown_field`: The playbook names a field that customers do not have.

    `playbook.unknown_tag`: The playbook names a tag that the taxonomy does not have.

    `playbook.version`: The playbook is of a format that this version does not read.
    """


class PriorityError(ScrmError):
    """What the area `priority` refuses.

    `priority.levels.bad`: The levels are empty, out of order, or do not cover everybody.

    `priority.range.bad`: A range has no ends, or ends before it begins.

    `priority.score.bad`: A weight or share of the score is out of bounds.

    `priority.span.zero`: A deadline is zero.
    """


class ReplyError(ScrmError):
    """What the area `reply` refuses.

    `reply.keyword.unknown`: An answer belongs to no keyword rule.

    `reply.phrase.bad`: A phrase cannot be looked for.

    `reply.quick.bad_code`: A quick reply's code cannot be typed.

    `reply.quick.missing_variable`: A quick reply's variable has no value.

    `reply.quick.unknown_code`: There is no quick reply of this code.

    `reply.second_text.missing_language`: The second text of an answer is missing in a language of the first.

    `reply.setting.out_of_range`: A number or a length of time is out of its range.

    `reply.text.blank`: A text has nothing that can be seen.

    `reply.text.missing_language`: A text is missing in the default language.

    `reply.text.template`: A text's braces are wrong.

    `reply.text.unknown_variable`: A text uses a variable that is never given to it.
    """


class SegmentError(ScrmError):
    """What the area `segment` refuses.

    `segment.arguments`: A function was given too few or too many arguments.

    `segment.cell`: A value of a column has another type than its name.

    `segment.id.bad`: The id of a saved segment is empty or not made of lower-case letters, digits, '.', '_' and '-'.

    `segment.id.duplicate`: Two saved segments have the same id.

    `segment.length`: A column has more or fewer values than there are customers.

    `segment.missing`: The expression asks for what no column has.

    `segment.quantiles`: The expression names the class of value, which depends on all customers where scores come
    from quantiles.

    `segment.syntax`: The text is no segment expression.

    `segment.too_large`: The expression is too long or nested too deeply.

    `segment.type`: Something of another type is wanted there.

    `segment.unknown`: The expression names something that does not exist.

    `segment.value`: An argument cannot be used.
    """


class StoreError(ScrmError):
    """What the area `store` refuses.

    `store.closed`: The store is closed.

    `store.conflict`: A record changed between reading and writing.

    `store.forked`: A store must not be used across a fork.

    `store.medium`: The disk or file behind the store failed.

    `store.newer_format`: The store was written by a newer version.

    `store.owned_elsewhere`: Another process has the store open for writing.

    `store.unreadable`: A stored record cannot be decoded.

    `store.unusable`: The file behind the store is no store, is damaged, or must not be opened so.
    """


class TagError(ScrmError):
    """What the area `tag` refuses.

    `tag.id.bad`: A tag's id is empty or not made of lower-case letters, digits, '.', '_' and '-'.

    `tag.id.duplicate`: Two tags have the same id.

    `tag.lifecycle.contradiction`: The settings of a tag's lifecycle do not fit together.

    `tag.rule.impossible`: A tag's rule can never hold.

    `tag.span.zero`: A span of a tag is zero.
    """


class TimeError(ScrmError):
    """What the area `time` refuses.

    `time.business_hours.begins_at_end`: A window of business hours begins at 24:00.

    `time.business_hours.empty`: The calendar has no business hours at all.

    `time.business_hours.no_days`: A window of business hours names no weekday.

    `time.working_weekends.holiday`: A day is listed both as a holiday and as a working weekend.

    `time.zone.unknown`: The time zone is not in the zone database.
    """


class TrustError(ScrmError):
    """What the area `trust` refuses.

    `trust.masking.shows_too_much`: A masking setting would show too much of a value.

    `trust.opt_out.blank`: An opt-out word is blank or holds only punctuation.

    `trust.opt_out.contradiction`: The same word stops and resumes messages.

    `trust.opt_out.words`: The opt-out words cannot be compiled.
    """


class ValueError(ScrmError):
    """What the area `value` refuses.

    `value.columns.length`: The columns do not have the same number of rows.

    `value.fit.at_bound`: The likelihood grows as a parameter runs away: the data do not determine it.

    `value.fit.no_customers`: There is nobody to fit a model to.

    `value.fit.no_repeats`: Nobody bought a second time, so nothing says how often customers return.

    `value.fit.not_converged`: The search for the best parameters ended without a maximum.

    `value.parameter.bad`: A parameter, an option or a setting of a value model is out of bounds.

    `value.row.bad`: A number of a customer's purchases is impossible.
    """


class WorkspaceError(ScrmError):
    """What the area `workspace` refuses.

    `workspace.contended`: Other writers kept changing the same records.

    `workspace.event_without`: An event lacks its id, or the customer or conversation it concerns.

    `workspace.message_without`: A message came without its id.

    `workspace.no_sender`: A message came without any usable identifier of its sender.

    `workspace.no_such_rating`: A rating is not from 1 to 5 stars.

    `workspace.no_such_tag`: The taxonomy of the playbook does not have this tag.

    `workspace.not_found`: There is no record with this id.

    `workspace.wrong_door`: Events of this kind are made by another call.
    """


AREAS: dict[str, type[ScrmError]] = {
    "api": ApiError,
    "audit": AuditError,
    "customer": CustomerError,
    "dedupe": DedupeError,
    "export": ExportError,
    "identifier": IdentifierError,
    "import": ImportError,
    "keyword": KeywordError,
    "outbox": OutboxError,
    "playbook": PlaybookError,
    "priority": PriorityError,
    "reply": ReplyError,
    "segment": SegmentError,
    "store": StoreError,
    "tag": TagError,
    "time": TimeError,
    "trust": TrustError,
    "value": ValueError,
    "workspace": WorkspaceError,
}
"""The class of each area."""
