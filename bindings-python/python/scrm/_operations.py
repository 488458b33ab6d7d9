"""What engines and workspaces do.

Written by `cargo xtask gen`; do not edit.
"""

from __future__ import annotations

from collections import abc
from typing import TYPE_CHECKING, Any

from . import _scrm
from ._table import Table

if TYPE_CHECKING:
    from . import types


class EngineOperations(_scrm.Engines):
    """What engines answer without a workspace."""

    def audit_compare_proportions(
        self,
        first: types.Proportion,
        second: types.Proportion,
        confidence: float,
        *,
        least_difference: float | None = None,
        power: float | None = None,
    ) -> types.ComparedProportions:
        """Compares two shares: the difference with Newcombe's interval, whether there is one by the score test or
        Fisher's exact test, and how many trials each side needs to find the least difference that matters. It is for
        one look at a number of trials that was settled beforehand.

        Args:
            first: One.
            second: The other.
            confidence: Of the interval, and of the number of trials that are needed, 0 to 1.
            least_difference: The least difference that matters, 0 to 1: with it and `power`, `needed` is answered.
            power: How probably that difference is to be found, 0 to 1; as the playbook has it for the texts of
            replies where left out.
        """
        request: dict[str, Any] = {"first": first, "second": second, "confidence": confidence}
        if least_difference is not None:
            request["least_difference"] = least_difference
        if power is not None:
            request["power"] = power
        return self.call("audit.compare_proportions", request)

    def audit_judge(self, check: types.CheckId, value: float) -> types.VerdictAnswer:
        """Gives the verdict on a value of one check, by the playbook's target and tolerance.

        Args:
            check: Which check.
            value: The value, in the unit of the check.
        """
        return self.call("audit.judge", {"check": check, "value": value})

    def audit_median_ranks(self, count: int, confidence: float) -> types.MedianRanks:
        """Gives the ranks of a sorted sample between which its median lies with so much confidence.

        Args:
            count: Its size.
            confidence: 0 to 1.
        """
        return self.call("audit.median_ranks", {"count": count, "confidence": confidence})

    def audit_next(self, after: types.Instant) -> types.NextAudits:
        """Gives the next time of each scheduled audit after an instant.

        Args:
            after: The audits are strictly later.
        """
        return self.call("audit.next", {"after": after})

    def audit_wilson(self, successes: float, trials: float, confidence: float) -> types.ShareInterval:
        """Gives Wilson's score interval of a share, to four decimals.

        Args:
            successes: How many came out well.
            trials: Of how many.
            confidence: How often such an interval covers the true share, 0 to 1.
        """
        return self.call("audit.wilson", {"successes": successes, "trials": trials, "confidence": confidence})

    def calendar_add(self, at: types.Instant, span: types.Span) -> types.CalendarInstant:
        """Adds a span: months and days by the workspace's calendar, hours by the clock.

        Args:
            at: The instant.
            span: The span.
        """
        return self.call("calendar.add", {"at": at, "span": span})

    def calendar_add_business(self, at: types.Instant, span: types.Span) -> types.CalendarInstant:
        """Adds a span that runs in business hours only.

        Args:
            at: The instant.
            span: The span.
        """
        return self.call("calendar.add_business", {"at": at, "span": span})

    def calendar_business_seconds(self, from_: types.Instant, to: types.Instant) -> types.BusinessSeconds:
        """Counts the seconds of business hours between two instants.

        Args:
            from_: The earlier.
            to: The later.
        """
        return self.call("calendar.business_seconds", {"from": from_, "to": to})

    def calendar_is_open(self, at: types.Instant) -> types.OpenNow:
        """Says whether an instant is within business hours.

        Args:
            at: The instant.
        """
        return self.call("calendar.is_open", {"at": at})

    def calendar_next_open(self, at: types.Instant) -> types.CalendarInstant:
        """Finds the next instant within business hours.

        Args:
            at: The instant.
        """
        return self.call("calendar.next_open", {"at": at})

    def calendar_subtract(self, at: types.Instant, span: types.Span) -> types.CalendarInstant:
        """Subtracts a span: months and days by the workspace's calendar, hours by the clock.

        Args:
            at: The instant.
            span: The span.
        """
        return self.call("calendar.subtract", {"at": at, "span": span})

    def calendar_to_local(self, at: types.Instant) -> types.CalendarTime:
        """Shows an instant on the workspace's clocks.

        Args:
            at: The instant.
        """
        return self.call("calendar.to_local", {"at": at})

    def calendar_to_utc(self, local: str) -> types.CalendarInstant:
        """Finds the instant of a time on the workspace's clocks. One that does not exist moves later, and of two the
        earlier is meant.

        Args:
            local: Such as `2026-01-05T09:00:00`, without an offset.
        """
        return self.call("calendar.to_utc", {"local": local})

    def completeness_evaluate(self, customer: types.CustomerInput) -> types.Completeness:
        """Says how complete a customer's record is, and which required fields are missing or cannot be right.

        Args:
            customer: The record.
        """
        return self.call("completeness.evaluate", {"customer": customer})

    def consent_merged_standing(
        self,
        left: abc.Sequence[types.ConsentEntryInput],
        right: abc.Sequence[types.ConsentEntryInput],
        purpose: types.Purpose,
        channel: types.Channel,
        *,
        now: types.Instant,
    ) -> types.MergedStanding:
        """Says whether a message may be sent when the ledgers of two customers become one: the stricter wins.

        Args:
            left: One customer's ledger.
            right: The other's.
            purpose: What the message is for.
            channel: Through which channel.
            now: The time of the call.
        """
        return self.call("consent.merged_standing", {"left": left, "right": right, "purpose": purpose, "channel": channel, "now": now})

    def consent_standing(
        self,
        ledger: abc.Sequence[types.ConsentEntryInput],
        purpose: types.Purpose,
        channel: types.Channel,
    ) -> types.ConsentStanding:
        """Says whether a message may be sent by a customer's consent ledger.

        Args:
            ledger: The customer's ledger.
            purpose: What the message is for.
            channel: Through which channel.
        """
        return self.call("consent.standing", {"ledger": ledger, "purpose": purpose, "channel": channel})

    def customer_new(
        self,
        id: types.CustomerId,
        *,
        created_at: types.Instant,
        fields: abc.Mapping[str, types.FieldValueInput] | None = None,
        identifiers: abc.Sequence[types.PlainIdentifier] | None = None,
        source: str | None = None,
    ) -> types.Customer:
        """Makes a customer's record of plain values: every value gets the same source and time, and identifiers are
        normalised.

        Args:
            id: Its id, for ever.
            created_at: When the record is made; also the time of its values.
            fields: Values by field; a field that the engine does not know is kept as one of the workspace's own, and
            one that the playbook declares has values of its type.
            identifiers: What the customer is known by.
            source: Where the values come from, such as `import:fair` or `agent:anna`.
        """
        request: dict[str, Any] = {"id": id, "created_at": created_at}
        if fields is not None:
            request["fields"] = fields
        if identifiers is not None:
            request["identifiers"] = identifiers
        if source is not None:
            request["source"] = source
        return self.call("customer.new", request)

    def dedupe_clusters(
        self,
        records: abc.Sequence[types.CustomerInput],
        *,
        apart: abc.Sequence[tuple[types.CustomerId, types.CustomerId]] | None = None,
    ) -> types.Clusters:
        """Groups the records of a batch that are one customer.

        Args:
            records: Records with distinct ids.
            apart: Pairs that a person has told apart.
        """
        request: dict[str, Any] = {"records": records}
        if apart is not None:
            request["apart"] = apart
        return self.call("dedupe.clusters", request)

    def dedupe_resolve(
        self,
        newcomer: types.CustomerInput,
        holders: abc.Sequence[types.CustomerInput],
        *,
        apart: abc.Sequence[tuple[types.CustomerId, types.CustomerId]] | None = None,
    ) -> types.Resolved:
        """Says whom a new record belongs to, among those who share an identifier with it.

        Args:
            newcomer: The new record.
            holders: Customers who share an identifier with it.
            apart: Pairs that a person has told apart.
        """
        request: dict[str, Any] = {"newcomer": newcomer, "holders": holders}
        if apart is not None:
            request["apart"] = apart
        return self.call("dedupe.resolve", request)

    def follow_up_due(
        self,
        customer: types.CustomerInput,
        *,
        last_activity: types.Instant | None = None,
        now: types.Instant,
    ) -> types.FollowUp:
        """Says whether nobody has been in touch with a customer for longer than the playbook allows.

        Args:
            customer: The record.
            last_activity: The latest message or call from the workspace, where one is known.
            now: The time of the call.
        """
        request: dict[str, Any] = {"customer": customer, "now": now}
        if last_activity is not None:
            request["last_activity"] = last_activity
        return self.call("follow_up.due", request)

    def id_message(
        self,
        channel: types.Channel,
        account: types.AccountId,
        external_id: types.ExternalId,
    ) -> types.MintedMessageId:
        """Gives the id under which a provider's message is kept.

        Args:
            channel: Through which channel it came.
            account: To which of the workspace's numbers.
            external_id: The provider's id.
        """
        return self.call("id.message", {"channel": channel, "account": account, "external_id": external_id})

    def identifier_key(self, kind: types.IdentifierKind, raw: str) -> types.NormalisedIdentifier:
        """Normalises an identifier and gives the key that customers are found by.

        Args:
            kind: What it is.
            raw: In any spelling.
        """
        return self.call("identifier.key", {"kind": kind, "raw": raw})

    def import_rows(
        self,
        file: str | None = None,
        *,
        hex: str | None = None,
        options: types.ImportOptions,
        now: types.Instant,
    ) -> types.ImportedRows:
        """Reads the rows of a CSV file that is at hand as text, and stores nothing.

        Args:
            file: The file as text.
            hex: The file as bytes in hexadecimal, where its encoding matters.
            options: What is known of the file.
            now: When its facts were learned.
        """
        request: dict[str, Any] = {"options": options, "now": now}
        if file is not None:
            request["file"] = file
        if hex is not None:
            request["hex"] = hex
        return self.call("import.rows", request)

    def industry_find(self, text: str) -> types.FoundIndustry:
        """Finds the industry of the playbook's list that a text names, in any of its languages.

        Args:
            text: As it was written.
        """
        return self.call("industry.find", {"text": text})

    def keyword_best(self, message: str) -> types.BestKeyword:
        """Finds the keyword rule that fits a message best; none where no rule fires.

        Args:
            message: The words of the message.
        """
        return self.call("keyword.best", {"message": message})

    def keyword_explain(
        self,
        message: str,
        rules: abc.Sequence[types.KeywordRuleInput] | None = None,
    ) -> types.KeywordExplanations:
        """Explains a message: every phrase that stands in it, those that come to nothing included, with how it has to
        stand and what came of it.

        Args:
            message: The words of the message.
            rules: Rules to try in place of those of the playbook: they are compiled for this call alone.
        """
        request: dict[str, Any] = {"message": message}
        if rules is not None:
            request["rules"] = rules
        return self.call("keyword.explain", request)

    def keyword_find(self, message: str) -> types.KeywordHits:
        """Finds every keyword in a message, with its place.

        Args:
            message: The words of the message.
        """
        return self.call("keyword.find", {"message": message})

    def keyword_labels(self, message: str) -> types.KeywordLabels:
        """Gives the topics of a message, each once.

        Args:
            message: The words of the message.
        """
        return self.call("keyword.labels", {"message": message})

    def keyword_learn(
        self,
        messages: abc.Sequence[str],
        labels: abc.Sequence[str | None],
        *,
        config: types.LearnOptions | None = None,
    ) -> types.LearnedRules:
        """Learns keyword rules from labelled messages: a few phrases, companions and negatives for each label, to be
        read and corrected, with how precise they are on messages that they were not learned from.

        Args:
            messages: The messages as they were written.
            labels: What each is about; None where it is about nothing that has a label, which teaches every rule to
            be silent.
            config: What is asked of the rules.
        """
        request: dict[str, Any] = {"messages": messages, "labels": labels}
        if config is not None:
            request["config"] = config
        return self.call("keyword.learn", request)

    def keyword_lint(
        self,
        rules: abc.Sequence[types.KeywordRuleInput] | None = None,
        messages: abc.Sequence[str] | None = None,
        labels: abc.Sequence[str | None] | None = None,
        *,
        thresholds: types.KeywordLintConfig | None = None,
    ) -> types.KeywordLint:
        """Says what is wrong with keyword rules, and how each fares on messages: what is there twice, contradicts
        itself, never decides or never fires, which forms are missing, which characters are not what they look like;
        and with labels the precision and recall of every rule.

        Args:
            rules: The rules in place of those of the playbook.
            messages: What customers wrote. Without messages, only what the rules show by themselves is found.
            labels: The topic of each message; None for one that no rule should answer. Without labels nothing is
            right or wrong.
            thresholds: What the rules are held to.
        """
        request: dict[str, Any] = {}
        if rules is not None:
            request["rules"] = rules
        if messages is not None:
            request["messages"] = messages
        if labels is not None:
            request["labels"] = labels
        if thresholds is not None:
            request["thresholds"] = thresholds
        return self.call("keyword.lint", request)

    def keyword_mine(
        self,
        messages: abc.Sequence[str],
        replies: abc.Sequence[str | None] | None = None,
        existing: abc.Sequence[types.KeywordRuleInput] | None = None,
        *,
        config: types.MiningConfig | None = None,
    ) -> types.KeywordProposals:
        """Proposes keyword groups for what no rule answers: terms, samples, the coverage that each would add, the rules
        that it would meet, and the answer that people gave most.

        Args:
            messages: The messages as they were written, answered or not.
            replies: What a person replied to each; None where nobody did.
            existing: Rules in force in place of those of the playbook: what they answer needs no proposal.
            config: How much is proposed, and from how much.
        """
        request: dict[str, Any] = {"messages": messages}
        if replies is not None:
            request["replies"] = replies
        if existing is not None:
            request["existing"] = existing
        if config is not None:
            request["config"] = config
        return self.call("keyword.mine", request)

    def mapping_read(self, document: str) -> types.Mapping:
        """Reads a mapping document and checks its targets.

        Args:
            document: TOML, or JSON where it begins with `{`.
        """
        return self.call("mapping.read", {"document": document})

    def mask(self, kind: types.MaskKind, value: str) -> types.MaskedValue:
        """Masks a value: enough to recognise it, too little to use it.

        Args:
            kind: What it is.
            value: The value.
        """
        return self.call("mask", {"kind": kind, "value": value})

    def message_text(
        self,
        id: types.ExternalId,
        from_: str,
        text: str,
        *,
        account: types.AccountId | None = None,
        channel: types.Channel | None = None,
        name: str | None = None,
        sent_at: types.Instant,
    ) -> types.IncomingMessage:
        """Makes a customer's text message, ready for `receive`.

        Args:
            id: The provider's id: a second delivery of it changes nothing.
            from_: The sender's number or address on the channel.
            text: The words.
            account: To which of the workspace's numbers.
            channel: Through which channel.
            name: The name the channel shows.
            sent_at: When it was sent.
        """
        request: dict[str, Any] = {"id": id, "from": from_, "text": text, "sent_at": sent_at}
        if account is not None:
            request["account"] = account
        if channel is not None:
            request["channel"] = channel
        if name is not None:
            request["name"] = name
        return self.call("message.text", request)

    def money_to_base(self, minor: int, currency: types.Currency) -> types.BaseMoney:
        """Converts an amount to the workspace's currency by the playbook's table.

        Args:
            minor: Minor units: 1 TWD is 100.
            currency: What they are units of.
        """
        return self.call("money.to_base", {"minor": minor, "currency": currency})

    def name_check(self, raw: str) -> types.CheckedName:
        """Tidies a name, and refuses what can be none.

        Args:
            raw: As it was written.
        """
        return self.call("name.check", {"raw": raw})

    def names_compare(self, left: str, right: str) -> types.ComparedNames:
        """Says whether two names can be one person's.

        Args:
            left: One name.
            right: The other.
        """
        return self.call("names.compare", {"left": left, "right": right})

    def opt_out_recognise(self, message: str) -> types.RecognisedOptOut:
        """Recognises a message that stops or resumes messages.

        Args:
            message: The words of the message.
        """
        return self.call("opt_out.recognise", {"message": message})

    def phone_normalize(self, raw: str, region: str | None = None) -> types.NormalisedPhone:
        """Normalises a phone number from any spelling to E.164.

        Args:
            raw: In any spelling.
            region: Country (ISO 3166-1 alpha-2) of numbers without calling code; none where left out.
        """
        request: dict[str, Any] = {"raw": raw}
        if region is not None:
            request["region"] = region
        return self.call("phone.normalize", request)

    def playbook_read(self, document: str | None = None) -> types.Playbook:
        """Reads a playbook document over the standard one, and gives it whole; an empty document gives the standard.

        Args:
            document: TOML, or JSON where it begins with `{`.
        """
        request: dict[str, Any] = {}
        if document is not None:
            request["document"] = document
        return self.call("playbook.read", request)

    def priority_deadlines(
        self,
        level: int,
        since: types.Instant,
        *,
        pauses: abc.Sequence[types.Pause] | None = None,
    ) -> types.Deadlines:
        """Gives the deadlines of a level, with the times left out in which the clock stood still.

        Args:
            level: One of the playbook's, such as 1 (most urgent) to 3.
            since: When the clock started.
            pauses: When it stood still.
        """
        request: dict[str, Any] = {"level": level, "since": since}
        if pauses is not None:
            request["pauses"] = pauses
        return self.call("priority.deadlines", request)

    def priority_evaluate(
        self,
        customer: types.CustomerInput,
        *,
        new_inquiry: bool | None = None,
        high_value_words: bool | None = None,
        since: types.Instant | None = None,
        annual_spend: types.Money | None = None,
        now: types.Instant,
    ) -> types.DecidedPriority:
        """Decides a customer's level, score and deadline.

        Args:
            customer: The record.
            new_inquiry: Whether this is a new inquiry.
            high_value_words: Whether the message has high-value words.
            since: When the clock started: the first unanswered message; `now` where left out.
            annual_spend: What the customer spent in the last year, where known.
            now: The time of the call.
        """
        request: dict[str, Any] = {"customer": customer, "now": now}
        if new_inquiry is not None:
            request["new_inquiry"] = new_inquiry
        if high_value_words is not None:
            request["high_value_words"] = high_value_words
        if since is not None:
            request["since"] = since
        if annual_spend is not None:
            request["annual_spend"] = annual_spend
        return self.call("priority.evaluate", request)

    def priority_order(self, waiting: abc.Sequence[types.WaitingCustomer]) -> types.QueueOrder:
        """Sorts customers who wait: the higher score first, then who has waited longer, then by id.

        Args:
            waiting: In any order.
        """
        return self.call("priority.order", {"waiting": waiting})

    def reply_complete(self, prefix: str, language: types.Language) -> list[types.QuickReply]:
        """Lists the quick replies whose code begins so, for an agent who types it.

        Args:
            prefix: As typed, with or without the slash.
            language: The language of the texts.
        """
        return self.call("reply.complete", {"prefix": prefix, "language": language})

    def reply_quick(
        self,
        code: str,
        language: types.Language,
        *,
        variables: abc.Mapping[str, str] | None = None,
    ) -> types.ReplyText:
        """Fills in a quick reply of the playbook.

        Args:
            code: As typed, with or without the slash.
            language: The language of the text; the playbook's own where the reply is not written in it.
            variables: What its variables stand for.
        """
        request: dict[str, Any] = {"code": code, "language": language}
        if variables is not None:
            request["variables"] = variables
        return self.call("reply.quick", request)

    def reply_template(
        self,
        text: str,
        values: abc.Mapping[str, str] | None = None,
        *,
        limit: int | None = None,
    ) -> types.FilledTemplate:
        """Fills in a text with variables such as `{name}` or `{name|there}`.

        Args:
            text: The text; `{{` and `}}` are braces.
            values: What the variables stand for.
            limit: Most characters of the text; the playbook's longest text where left out.
        """
        request: dict[str, Any] = {"text": text}
        if values is not None:
            request["values"] = values
        if limit is not None:
            request["limit"] = limit
        return self.call("reply.template", request)

    def reply_text_variant(self, rule: types.RuleId, customer_id: types.CustomerId) -> types.ChosenText:
        """Tells which of a rule's two texts a customer gets: always the same, in every language and on every machine.

        Args:
            rule: The rule.
            customer_id: The customer.
        """
        return self.call("reply.text_variant", {"rule": rule, "customer_id": customer_id})

    def segment_check(self, expression: str) -> types.CheckedSegment:
        """Reads an expression and checks it against what the playbook knows: the same as a text in its usual form, and
        as a tree.

        Args:
            expression: The expression, as in docs/segments.md.
        """
        return self.call("segment.check", {"expression": expression})

    def segment_explain(
        self,
        expression: str,
        customer: types.CustomerInput,
        *,
        events: abc.Sequence[types.RecordedEvent] | None = None,
        now: types.Instant,
    ) -> types.ExplainedClause:
        """Says what came of each clause of an expression for a customer: why the customer is in the segment or out of
        it.

        Args:
            expression: The expression, as in docs/segments.md.
            customer: The record.
            events: What happened to the customer, in any order: as far back as the expression asks.
            now: The time of the call.
        """
        request: dict[str, Any] = {"expression": expression, "customer": customer, "now": now}
        if events is not None:
            request["events"] = events
        return self.call("segment.explain", request)

    def segment_filter(
        self,
        expression: str,
        columns: abc.Mapping[str, abc.Sequence[Any]],
        *,
        now: types.Instant,
    ) -> types.MatchedCustomers:
        """Says which rows of columns belong to a segment: true or false for each, and None where something that the
        expression asks is not known.

        Args:
            expression: The expression, as in docs/segments.md.
            columns: For each name that the expression asks, a value for each customer, None where it is not known:
            numbers (amounts in whole units of the workspace's currency), texts, lists of texts, true or false, days
            and instants as text. The column `tags` lists the ids of tags.
            now: The time of the call.
        """
        return self.call("segment.filter", {"expression": expression, "columns": columns, "now": now})

    def segment_from_tree(self, tree: types.ExpressionInput) -> types.CheckedSegment:
        """Checks an expression that is given as a tree, and writes it as a text.

        Args:
            tree: The tree.
        """
        return self.call("segment.from_tree", {"tree": tree})

    def segment_match(
        self,
        expression: str,
        customers: abc.Sequence[types.SegmentCustomer],
        *,
        now: types.Instant,
    ) -> types.MatchedCustomers:
        """Says which customers belong to a segment: true or false for each, and None where something that the
        expression asks is not known of the customer.

        Args:
            expression: The expression, as in docs/segments.md.
            customers: The customers.
            now: The time of the call.
        """
        return self.call("segment.match", {"expression": expression, "customers": customers, "now": now})

    def span_parse(self, text: str) -> types.ParsedSpan:
        """Reads a span such as `1h30m` or `7d`.

        Args:
            text: Numbers with units `mo`, `w`, `d`, `h`, `m`, `s`.
        """
        return self.call("span.parse", {"text": text})

    def tag_on_timer(
        self,
        customer: types.CustomerInput,
        timer: types.TimerInput,
        *,
        now: types.Instant,
    ) -> types.TagsAfter:
        """Fires the timer of a customer's tags, and gives the customer with the tags as they then are.

        Args:
            customer: The record.
            timer: The timer.
            now: The time of the call.
        """
        return self.call("tag.on_timer", {"customer": customer, "timer": timer, "now": now})

    def tag_refresh(
        self,
        customer: types.CustomerInput,
        trigger: types.RefreshTrigger,
        *,
        now: types.Instant,
    ) -> types.TagsAfter:
        """Looks at a customer's tags after something happened, and gives the customer with the tags as they then are.

        Args:
            customer: The record.
            trigger: Why.
            now: The time of the call.
        """
        return self.call("tag.refresh", {"customer": customer, "trigger": trigger, "now": now})

    def text_fold(self, text: str) -> types.FoldedText:
        """Folds a text for comparison: case, width, diacritics, digits and invisible characters stop mattering.

        Args:
            text: As it was written.
        """
        return self.call("text.fold", {"text": text})

    def text_language(self, text: str) -> types.DetectedLanguage:
        """Recognises the language of a text; none where it is too short or in another language.

        Args:
            text: As it was written.
        """
        return self.call("text.language", {"text": text})

    def text_similarity(self, left: str, right: str, *, at_least: float) -> types.Similarity:
        """Says how alike two questions are, whatever the order and form of their words.

        Args:
            left: One text.
            right: The other.
            at_least: From which likeness on, 0 to 1, they count as alike.
        """
        return self.call("text.similarity", {"left": left, "right": right, "at_least": at_least})

    def text_words(self, text: str) -> types.Words:
        """Splits a text into words, those of Chinese, Japanese and Thai by dictionaries.

        Args:
            text: As it was written.
        """
        return self.call("text.words", {"text": text})

    def value_average_profit(
        self,
        spending: types.GammaGamma,
        frequency: abc.Sequence[float],
        monetary_value: abc.Sequence[float],
    ) -> types.AverageProfits:
        """Gives what each customer's purchases are expected to be worth on average.

        Args:
            spending: The model, as it was fitted.
            frequency: Purchases after the first.
            monetary_value: What these were worth on average; not read where there were none.
        """
        return self.call("value.average_profit", {"spending": spending, "frequency": frequency, "monetary_value": monetary_value})

    def value_calibrate_deals(self, outcomes: abc.Sequence[types.DealOutcome]) -> types.DealCalibration:
        """Corrects the odds of deals by how the workspace's own ended; where there are too few outcomes, it says how
        many are missing and changes nothing.

        Args:
            outcomes: Each with what was known before it ended.
        """
        return self.call("value.calibrate_deals", {"outcomes": outcomes})

    def value_churn(
        self,
        transactions: abc.Sequence[types.Transaction],
        *,
        activity: abc.Sequence[types.CustomerActivity] | None = None,
        now: types.Instant,
    ) -> types.ChurnAlerts:
        """Says of every customer who bought something whether they should have bought again by now, by their own
        rhythm, and do less than before.

        Args:
            transactions: The lines, in any order.
            activity: Messages, visits, opened campaigns: whatever counts as activity beside purchases.
            now: The time of the call.
        """
        request: dict[str, Any] = {"transactions": transactions, "now": now}
        if activity is not None:
            request["activity"] = activity
        return self.call("value.churn", request)

    def value_cleaning(
        self,
        customer: types.CustomerInput,
        *,
        last_activity: types.Instant | None = None,
        active_days: int | None = None,
        calibration: types.DealCalibration | None = None,
        now: types.Instant,
    ) -> types.CleaningCandidate:
        """Says whether a customer can be cleaned away: long inactive, and a deal is unlikely. Nothing is changed.

        Args:
            customer: The record.
            last_activity: The latest message, order or visit, where one is known; without it the record's last
            change counts.
            active_days: On how many of the last days something happened.
            calibration: What the workspace's own outcomes make of the odds.
            now: The time of the call.
        """
        request: dict[str, Any] = {"customer": customer, "now": now}
        if last_activity is not None:
            request["last_activity"] = last_activity
        if active_days is not None:
            request["active_days"] = active_days
        if calibration is not None:
            request["calibration"] = calibration
        return self.call("value.cleaning", request)

    def value_deal(
        self,
        customer: types.CustomerInput,
        *,
        last_activity: types.Instant | None = None,
        active_days: int | None = None,
        calibration: types.DealCalibration | None = None,
        now: types.Instant,
    ) -> types.DealEstimate:
        """Gives the probability of a customer's deal: what somebody gave, or an estimate with its parts.

        Args:
            customer: The record.
            last_activity: The latest message, order or visit, where one is known; without it the record's last
            change counts.
            active_days: On how many of the last days something happened.
            calibration: What the workspace's own outcomes make of the odds.
            now: The time of the call.
        """
        request: dict[str, Any] = {"customer": customer, "now": now}
        if last_activity is not None:
            request["last_activity"] = last_activity
        if active_days is not None:
            request["active_days"] = active_days
        if calibration is not None:
            request["calibration"] = calibration
        return self.call("value.deal", request)

    def value_fit(
        self,
        model: types.PurchaseModelName,
        frequency: abc.Sequence[float],
        recency: abc.Sequence[float],
        T: abc.Sequence[float],
    ) -> types.FittedPurchases:
        """Fits a model of when customers buy and when they leave, by maximum likelihood.

        Args:
            model: Which model.
            frequency: Purchases after the first.
            recency: When the last purchase was, counted from the first.
            T: How long ago the first purchase was.
        """
        return self.call("value.fit", {"model": model, "frequency": frequency, "recency": recency, "T": T})

    def value_fit_spending(
        self,
        frequency: abc.Sequence[float],
        monetary_value: abc.Sequence[float],
    ) -> types.FittedSpending:
        """Fits a model of what a purchase is worth, by maximum likelihood.

        Args:
            frequency: Purchases after the first; customers without any are left out.
            monetary_value: What these were worth on average.
        """
        return self.call("value.fit_spending", {"frequency": frequency, "monetary_value": monetary_value})

    def value_forecast(
        self,
        fitted: types.FittedPurchasesInput,
        ahead: float,
        *,
        frequency: float,
        recency: float,
        T: float,
    ) -> types.Forecast:
        """Says of one customer what a fitted model expects, and how sure that is.

        Args:
            fitted: What `value.fit` answered.
            ahead: How far ahead, in the unit of time of the history.
            frequency: Purchases after the first.
            recency: When the last purchase was, counted from the first.
            T: How long ago the first purchase was.
        """
        return self.call("value.forecast", {"fitted": fitted, "ahead": ahead, "frequency": frequency, "recency": recency, "T": T})

    def value_lifetime(
        self,
        purchases: types.PurchaseModel,
        spending: types.GammaGamma,
        *,
        horizon: types.Horizon,
        frequency: abc.Sequence[float],
        recency: abc.Sequence[float],
        T: abc.Sequence[float],
        monetary_value: abc.Sequence[float],
    ) -> types.LifetimeValues:
        """Gives what each customer is still worth: expected purchases at their expected average, discounted.

        Args:
            purchases: The model of purchases, as it was fitted.
            spending: The model of what they are worth, as it was fitted.
            horizon: How far and at what rate the future is counted.
            frequency: Purchases after the first.
            recency: When the last purchase was, counted from the first.
            T: How long ago the first purchase was.
            monetary_value: What the purchases after the first were worth on average; not read where there were none.
        """
        return self.call("value.lifetime", {"purchases": purchases, "spending": spending, "horizon": horizon, "frequency": frequency, "recency": recency, "T": T, "monetary_value": monetary_value})

    def value_predict(
        self,
        purchases: types.PurchaseModel,
        ahead: float,
        *,
        frequency: abc.Sequence[float],
        recency: abc.Sequence[float],
        T: abc.Sequence[float],
    ) -> types.Forecasts:
        """Says who is still a customer, and how many purchases each is expected to make.

        Args:
            purchases: The model, as it was fitted.
            ahead: How far ahead, in the unit of time of the histories.
            frequency: Purchases after the first.
            recency: When the last purchase was, counted from the first.
            T: How long ago the first purchase was.
        """
        return self.call("value.predict", {"purchases": purchases, "ahead": ahead, "frequency": frequency, "recency": recency, "T": T})

    def value_read(self, field: str, raw: str, *, options: types.ImportOptions, now: types.Instant) -> types.CellValue:
        """Reads one cell as an import would.

        Args:
            field: What the column feeds, as a mapping document writes it.
            raw: The text of the cell.
            options: What is known of the file.
            now: When its facts were learned.
        """
        return self.call("value.read", {"field": field, "raw": raw, "options": options, "now": now})

    def value_rfm(self, transactions: abc.Sequence[types.Transaction], *, now: types.Instant) -> types.Rfm:
        """Scores customers by how recently, how often and for how much they bought; names their class and their rhythm.

        Args:
            transactions: The lines, in any order.
            now: The time of the call.
        """
        return self.call("value.rfm", {"transactions": transactions, "now": now})


class WorkspaceOperations(_scrm.Workspace):
    """What a workspace does."""

    def accept_duplicate(
        self,
        first: types.CustomerId,
        second: types.CustomerId,
        *,
        survivor: types.CustomerId | None = None,
        now: types.Instant,
    ) -> types.Merged:
        """Answers a pair of the review queue with "one person": merges the two. `undo_merge` takes it back, and
        remembers them as two people.

        Args:
            first: One of them.
            second: The other.
            survivor: Who stays; who is known for longest where left out.
            now: The time of the call.
        """
        request: dict[str, Any] = {"first": first, "second": second, "now": now}
        if survivor is not None:
            request["survivor"] = survivor
        return self.call("accept_duplicate", request)

    def accept_proposal(
        self,
        id: types.ProposalId,
        answer: str | None = None,
        *,
        now: types.Instant,
    ) -> types.KeywordRule:
        """Makes a proposal a keyword rule of the workspace, with an answer where one is given: messages are answered by
        it from now on. Accepting it again replaces the answer; `decline_proposal` takes it back.

        Args:
            id: Which.
            answer: What its rule answers, in every language: a text with the variables of replies. Without one the
            rule tells the topic and answers nothing.
            now: The time of the call.
        """
        request: dict[str, Any] = {"id": id, "now": now}
        if answer is not None:
            request["answer"] = answer
        return self.call("accept_proposal", request)

    def acknowledge(
        self,
        id: types.OutboxId,
        generation: int,
        *,
        external_id: types.ExternalId | None = None,
        now: types.Instant,
    ) -> types.Acknowledged:
        """Reports that the provider took a leased message.

        Args:
            id: The message.
            generation: The generation of the lease.
            external_id: The provider's id, where it gave one.
            now: The time of the call.
        """
        request: dict[str, Any] = {"id": id, "generation": generation, "now": now}
        if external_id is not None:
            request["external_id"] = external_id
        return self.call("acknowledge", request)

    def attempt(self, id: types.OutboxId, generation: int, *, now: types.Instant) -> types.Attempted:
        """Marks a leased message just before the call to the provider. Consent and the rest are checked again; where
        the answer says so, the message is not to be sent after all.

        Args:
            id: The message.
            generation: The generation of the lease.
            now: The time of the call.
        """
        return self.call("attempt", {"id": id, "generation": generation, "now": now})

    def audit(self, now: types.Instant) -> types.Report:
        """Checks the workspace: what is good, what is not, what to do, by whom and until when. Reads everything once
        and changes nothing.

        Args:
            now: The time of the call.
        """
        return self.call("audit", {"now": now})

    def count(self, expression: str, *, now: types.Instant) -> int:
        """Says how many customers belong to an expression.

        Args:
            expression: The expression, as in docs/segments.md.
            now: The time of the call.
        """
        return self.call("count", {"expression": expression, "now": now})

    def customer(self, id: types.CustomerId) -> types.Customer:
        """Gives one customer, following merges to the survivor.

        Args:
            id: Its id, also one that was merged away.
        """
        return self.call("customer", {"id": id})

    def customer_view(self, id: types.CustomerId, from_: types.Instant, to: types.Instant) -> types.CustomerView:
        """Gives one customer with the timeline of everything that happened between two instants.

        Args:
            id: Its id, also one that was merged away.
            from_: From this instant on.
            to: Before this instant.
        """
        return self.call("customer_view", {"id": id, "from": from_, "to": to})

    def customers(self, *, after: types.CustomerId | None = None, limit: int | None = None) -> Table[types.Customer]:
        """Lists customers in the order of their ids, page by page: a page shorter than `limit` is the last one.

        Args:
            after: The last customer of the page before; from the beginning where left out.
            limit: At most so many.
        """
        request: dict[str, Any] = {}
        if after is not None:
            request["after"] = after
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("customers", request))

    def decline_proposal(self, id: types.ProposalId, *, now: types.Instant) -> None:
        """Says that a proposal is not wanted, and takes its rule back where it was accepted. Messages that its terms
        select are not proposed again.

        Args:
            id: Which.
            now: The time of the call.
        """
        return self.call("decline_proposal", {"id": id, "now": now})

    def diff_playbook(
        self,
        playbook: str,
        *,
        segment: str | None = None,
        segments: abc.Mapping[str, str] | None = None,
        score_change: float | None = None,
        samples: int | None = None,
        now: types.Instant,
    ) -> types.ComparedPlaybooks:
        """Says who would change tags, tier, priority, owner, value class or segment if another playbook were in force
        in place of the present one. Every customer is decided again under both, and nothing is written.

        Args:
            playbook: The playbook as a document over the standard one: TOML, or JSON where it begins with `{`.
            segment: Only customers of this segment are compared: an expression, held against what the playbook in
            force decides.
            segments: Expressions whose members are compared beside the saved segments, by a name of the caller's:
            who would enter, and who would leave.
            score_change: A score counts as changed where it moves by more than this, of 100.
            samples: At most so many customers are named for each change.
            now: The time of the call.
        """
        request: dict[str, Any] = {"playbook": playbook, "now": now}
        if segment is not None:
            request["segment"] = segment
        if segments is not None:
            request["segments"] = segments
        if score_change is not None:
            request["score_change"] = score_change
        if samples is not None:
            request["samples"] = samples
        return self.call("diff_playbook", request)

    def diff_playbooks(
        self,
        a: str,
        b: str,
        *,
        segment: str | None = None,
        segments: abc.Mapping[str, str] | None = None,
        score_change: float | None = None,
        samples: int | None = None,
        now: types.Instant,
    ) -> types.ComparedPlaybooks:
        """Says who would change tags, tier, priority, owner, value class or segment if the playbook `b` were in force
        in place of `a`. Every customer is decided again under both, and nothing is written.

        Args:
            a: The first playbook as a document over the standard one: TOML, or JSON where it begins with `{`.
            b: The second playbook, in the same form.
            segment: Only customers of this segment are compared: an expression, held against what the first playbook
            decides.
            segments: Expressions whose members are compared beside the saved segments, by a name of the caller's:
            who would enter, and who would leave.
            score_change: A score counts as changed where it moves by more than this, of 100.
            samples: At most so many customers are named for each change.
            now: The time of the call.
        """
        request: dict[str, Any] = {"a": a, "b": b, "now": now}
        if segment is not None:
            request["segment"] = segment
        if segments is not None:
            request["segments"] = segments
        if score_change is not None:
            request["score_change"] = score_change
        if samples is not None:
            request["samples"] = samples
        return self.call("diff_playbooks", request)

    def draft(self, message: types.IncomingMessageInput, *, now: types.Instant) -> types.Draft:
        """Drafts the answer to a message as `receive` would decide it now, for a person to read, change and send.
        Nothing is taken in, sent or stored.

        Args:
            message: The message.
            now: The time of the call.
        """
        return self.call("draft", {"message": message, "now": now})

    def explain(self, id: str) -> types.Explained:
        """Explains a message (`m_…`), a customer (`c_…`) or an outbox message (`o_…`): what was decided and why.

        Args:
            id: The id of a message, a customer or an outbox message.
        """
        return self.call("explain", {"id": id})

    def explain_membership(
        self,
        expression: str,
        customer: types.CustomerId,
        *,
        now: types.Instant,
    ) -> types.ExplainedClause:
        """Says why a customer belongs to an expression or does not: what came of each clause.

        Args:
            expression: The expression, as in docs/segments.md.
            customer: The customer.
            now: The time of the call.
        """
        return self.call("explain_membership", {"expression": expression, "customer": customer, "now": now})

    def explain_segment(self, expression: str, *, now: types.Instant) -> types.CountedClause:
        """Says how many customers each clause of an expression has, and how many it takes away from those whom the
        clauses before it left.

        Args:
            expression: The expression, as in docs/segments.md.
            now: The time of the call.
        """
        return self.call("explain_segment", {"expression": expression, "now": now})

    def export_segment(
        self,
        expression: str,
        *,
        format: types.ExportFormat | None = None,
        columns: abc.Sequence[str] | None = None,
        unmasked: bool | None = None,
        after: types.CustomerId | None = None,
        limit: int | None = None,
        now: types.Instant,
    ) -> types.ExportedPage:
        """Writes customers who belong to an expression as text for a file, page by page: CSV that no spreadsheet takes
        for a program, or JSON lines. Masked unless `unmasked` is said. The text of each page belongs after that of
        the one before; the next page begins where `after` of the answer says, and there is none where it says
        nothing.

        Args:
            expression: The expression, as in docs/segments.md.
            format: In which form: `csv` or `json_lines`.
            columns: The columns by name, as a mapping of an import names them, and `id`, `tags` and the like; the
            usual ones where left out.
            unmasked: Whether phone numbers, addresses, names and the like are written as they are: they are masked
            unless this is said.
            after: Where the page before said that the next begins; from the beginning where left out.
            limit: At most so many customers.
            now: The time of the call.
        """
        request: dict[str, Any] = {"expression": expression, "now": now}
        if format is not None:
            request["format"] = format
        if columns is not None:
            request["columns"] = columns
        if unmasked is not None:
            request["unmasked"] = unmasked
        if after is not None:
            request["after"] = after
        if limit is not None:
            request["limit"] = limit
        return self.call("export_segment", request)

    def fail(self, id: types.OutboxId, generation: int, failure: types.SendFailure, *, now: types.Instant) -> None:
        """Reports that the provider refused a leased message, or that the call failed for certain.

        Args:
            id: The message.
            generation: The generation of the lease.
            failure: What the provider said.
            now: The time of the call.
        """
        return self.call("fail", {"id": id, "generation": generation, "failure": failure, "now": now})

    def find_duplicates(
        self,
        now: types.Instant,
        *,
        merge: bool | None = None,
        archived: bool | None = None,
    ) -> types.DuplicatesFound:
        """Compares all customers by everything they say, and puts those who may be one person into the review queue.
        Nothing is merged unless `merge` asks for it. A second call adds nothing.

        Args:
            now: The time of the call.
            merge: Whether customers who are certainly one are merged, by the playbook's threshold. They go to review
            otherwise.
            archived: Whether archived customers are compared too.
        """
        request: dict[str, Any] = {"now": now}
        if merge is not None:
            request["merge"] = merge
        if archived is not None:
            request["archived"] = archived
        return self.call("find_duplicates", request)

    def follow_ups_due(self, now: types.Instant) -> list[types.CustomerId]:
        """Lists customers whom nobody has followed up for longer than the playbook allows.

        Args:
            now: The time of the call.
        """
        return self.call("follow_ups_due", {"now": now})

    def index_segments(self) -> types.IndexedSegments:
        """Keeps what segments ask of every customer in memory from now on: questions are then answered by the
        millisecond instead of by reading the store. Reads all customers and all that happened to them.
        """
        return self.call("index_segments", {})

    def keyword_health(self, now: types.Instant, *, since: types.Instant | None = None) -> types.KeywordHealth:
        """Tells how each keyword rule does: how often it answers, what is wrong with it by the workspace's own
        messages, how its answer is taken, and whether its text has to be written anew. Reads every message of the
        window once and changes nothing.

        Args:
            now: The time of the call, at which it ends.
            since: Its beginning; as far back as the audit looks where left out. Two texts are compared in their
            first firings after it.
        """
        request: dict[str, Any] = {"now": now}
        if since is not None:
            request["since"] = since
        return self.call("keyword_health", request)

    def lease(self, worker: str, limit: int | None = None, *, now: types.Instant) -> Table[types.LeasedMessage]:
        """Leases messages that are due to a worker, oldest first.

        Args:
            worker: Its name.
            limit: At most so many messages.
            now: The time of the call.
        """
        request: dict[str, Any] = {"worker": worker, "now": now}
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("lease", request))

    def lose(self, id: types.OutboxId, generation: int, *, now: types.Instant) -> None:
        """Reports that the call to the provider broke off: the message may have left or not.

        Args:
            id: The message.
            generation: The generation of the lease.
            now: The time of the call.
        """
        return self.call("lose", {"id": id, "generation": generation, "now": now})

    def merge(self, survivor: types.CustomerId, absorbed: types.CustomerId, *, now: types.Instant) -> types.Merged:
        """Merges two customers into one, by the playbook's survivorship. `undo_merge` takes it back exactly.

        Args:
            survivor: Who stays.
            absorbed: Who goes.
            now: The time of the call.
        """
        return self.call("merge", {"survivor": survivor, "absorbed": absorbed, "now": now})

    def next_wakeup(self) -> types.Wakeup:
        """Says when `tick` or `lease` next has something to do; None where nothing is waiting."""
        return self.call("next_wakeup", {})

    def parked_rows(self, *, after: str | None = None, limit: int | None = None) -> Table[types.Unreadable]:
        """Lists rows of the store that cannot be read and were set aside, in the order of their ids, page by page: a
        page shorter than `limit` is the last one. They are read again by the version that wrote them, or mended in
        the store, from a backup.

        Args:
            after: The id of the last row of the page before; from the beginning where left out.
            limit: At most so many.
        """
        request: dict[str, Any] = {}
        if after is not None:
            request["after"] = after
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("parked_rows", request))

    def playbook(self) -> types.Playbook:
        """Gives the playbook in force: the document that the workspace was opened with, and over it the rules that
        people accepted.
        """
        return self.call("playbook", {})

    def proposals(self, now: types.Instant, *, since: types.Instant | None = None) -> types.Proposals:
        """Proposes keyword groups for what customers asked and no rule answered, with the answer that people gave most.
        What was accepted or declined before is left out.

        Args:
            now: The time of the call, at which it ends.
            since: Its beginning; as far back as the audit looks where left out.
        """
        request: dict[str, Any] = {"now": now}
        if since is not None:
            request["since"] = since
        return self.call("proposals", request)

    def queue(self, now: types.Instant, *, limit: int | None = None) -> Table[types.QueuedCustomer]:
        """Lists customers who wait for a first response, most urgent first.

        Args:
            now: The time of the call.
            limit: At most so many.
        """
        request: dict[str, Any] = {"now": now}
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("queue", request))

    def receive(
        self,
        messages: abc.Sequence[types.IncomingMessageInput],
        *,
        now: types.Instant,
    ) -> list[types.Received]:
        """Takes messages in, in the order in which they were sent, and decides each one. One call is one commit; a
        message delivered before changes nothing.

        Args:
            messages: In the order in which they came.
            now: The time of the call.
        """
        return self.call("receive", {"messages": messages, "now": now})

    def record(self, events: abc.Sequence[types.RecordedEvent], *, now: types.Instant) -> list[types.Recorded]:
        """Records what happened, in the order of its times and in one commit: agents' replies, quotes, orders, provider
        statuses, consents, notes, visits. An event known already changes nothing.

        Args:
            events: In the order in which they happened.
            now: The time of the call.
        """
        return self.call("record", {"events": events, "now": now})

    def refresh_segments(self, now: types.Instant) -> types.RefreshedSegments:
        """Asks everybody about the saved segments that are new, or mean something else, since this was last called: to
        be called after the playbook's segments, tags, calendar or currencies changed. Called again, it does what is
        left to do.

        Args:
            now: The time of the call.
        """
        return self.call("refresh_segments", {"now": now})

    def refuse_duplicate(self, first: types.CustomerId, second: types.CustomerId, *, now: types.Instant) -> None:
        """Answers a pair with "two people", for ever: neither a search nor an import brings it back.

        Args:
            first: One of them.
            second: The other.
            now: The time of the call.
        """
        return self.call("refuse_duplicate", {"first": first, "second": second, "now": now})

    def renew(self, id: types.OutboxId, generation: int, *, now: types.Instant) -> types.Renewed:
        """Extends a lease.

        Args:
            id: The message.
            generation: The generation of the lease.
            now: The time of the call.
        """
        return self.call("renew", {"id": id, "generation": generation, "now": now})

    def report(self, now: types.Instant, *, pages: abc.Sequence[types.ReportPage] | None = None) -> types.ReportPages:
        """Makes the audit and remembers it, so that a check that stays under its target asks for more than one that
        slipped once. The report comes as data, and as pages where they are asked for.

        Args:
            now: The time of the call.
            pages: Pages to write beside the data.
        """
        request: dict[str, Any] = {"now": now}
        if pages is not None:
            request["pages"] = pages
        return self.call("report", request)

    def review_queue(self, *, limit: int | None = None) -> Table[types.DuplicateReview]:
        """Lists pairs of customers that may be one person and wait for a decision, the most probable first.

        Args:
            limit: At most so many.
        """
        request: dict[str, Any] = {}
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("review_queue", request))

    def sample_segment(
        self,
        expression: str,
        count: int,
        *,
        seed: str | None = None,
        now: types.Instant,
    ) -> list[types.CustomerId]:
        """Chooses some of those who belong to an expression as if by chance: the same for the same seed, and everybody
        as likely as everybody else. A larger sample has everybody of a smaller one.

        Args:
            expression: The expression, as in docs/segments.md.
            count: At most so many customers.
            seed: Another seed chooses others.
            now: The time of the call.
        """
        request: dict[str, Any] = {"expression": expression, "count": count, "now": now}
        if seed is not None:
            request["seed"] = seed
        return self.call("sample_segment", request)

    def saved_segments(self) -> types.SavedSegmentsAnswer:
        """Lists the saved segments of the playbook, each with how many customers belong to it. Reads all customers."""
        return self.call("saved_segments", {})

    def search(self, text: str, *, limit: int | None = None) -> Table[types.SearchHit]:
        """Finds customers and messages, best first.

        Args:
            text: Words of a name or of a message, the beginning of a number, or its last four digits or more.
            limit: At most so many hits.
        """
        request: dict[str, Any] = {"text": text}
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("search", request))

    def segment(
        self,
        expression: str,
        *,
        after: types.CustomerId | None = None,
        limit: int | None = None,
        now: types.Instant,
    ) -> Table[types.CustomerId]:
        """Lists who belongs to an expression in the order of the customers' ids, page by page: a page shorter than
        `limit` is the last one.

        Args:
            expression: The expression, as in docs/segments.md.
            after: The last customer of the page before; from the beginning where left out.
            limit: At most so many.
            now: The time of the call.
        """
        request: dict[str, Any] = {"expression": expression, "now": now}
        if after is not None:
            request["after"] = after
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("segment", request))

    def segment_customers(
        self,
        expression: str,
        *,
        after: types.CustomerId | None = None,
        limit: int | None = None,
        now: types.Instant,
    ) -> Table[types.Customer]:
        """Lists the customers who belong to an expression, whole, in the order of their ids, page by page: a page
        shorter than `limit` is the last one.

        Args:
            expression: The expression, as in docs/segments.md.
            after: The last customer of the page before; from the beginning where left out.
            limit: At most so many.
            now: The time of the call.
        """
        request: dict[str, Any] = {"expression": expression, "now": now}
        if after is not None:
            request["after"] = after
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("segment_customers", request))

    def segment_members(
        self,
        segment: types.SegmentId,
        *,
        after: types.CustomerId | None = None,
        limit: int | None = None,
    ) -> Table[types.SegmentMember]:
        """Lists who belongs to a saved segment in the order of the customers' ids, page by page: a page shorter than
        `limit` is the last one.

        Args:
            segment: The segment's id.
            after: The last customer of the page before; from the beginning where left out.
            limit: At most so many.
        """
        request: dict[str, Any] = {"segment": segment}
        if after is not None:
            request["after"] = after
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("segment_members", request))

    def tick(self, now: types.Instant) -> types.Ticked:
        """Fires what is due, in the order of the due times. Calling it twice does nothing twice; calling it late fires
        what was missed.

        Args:
            now: The time of the call.
        """
        return self.call("tick", {"now": now})

    def undo_merge(self, merge: types.MergeId, *, now: types.Instant) -> types.Unmerged:
        """Takes a merge back: the absorbed customer returns exactly as it was, and the two are remembered as two
        people.

        Args:
            merge: Its id.
            now: The time of the call.
        """
        return self.call("undo_merge", {"merge": merge, "now": now})

    def unsettled(
        self,
        *,
        after: types.OutboxId | None = None,
        limit: int | None = None,
    ) -> Table[types.UnsettledMessage]:
        """Lists messages of the outbox that wait for a person, in the order of their ids, page by page: a page shorter
        than `limit` is the last one. An `unknown` one may have been sent: look it up at the provider, then
        `acknowledge` or `fail` it with its generation. A `parked` one was not: `fail` it as retryable to have it
        sent once its customer can be read, or for good.

        Args:
            after: The last message of the page before; from the beginning where left out.
            limit: At most so many.
        """
        request: dict[str, Any] = {}
        if after is not None:
            request["after"] = after
        if limit is not None:
            request["limit"] = limit
        return Table(self.list("unsettled", request))


class DeduperOperations(_scrm.Deduper):
    """What a deduper does with the records that it was fitted with."""

    def add(self, record: abc.Mapping[str, Any], *, id: str) -> None:
        """Takes a record in. What was learned stays as it is: fit anew once the records have changed by much.

        Args:
            record: What it says: values by the names of their columns. Columns that are not known are passed over.
            id: An id that no record has.
        """
        return self.call("add", {"record": record, "id": id})

    def certify(self, labels: types.DuplicateLabels, precision: float | None = None) -> types.Certificate:
        """Measures precision and recall on records whose truth is known, and the threshold that reaches a wanted
        precision.

        Args:
            labels: The person of each record by its id, or a list of pairs: two ids and whether they are one person.
            precision: The precision for which a threshold is wanted.
        """
        request: dict[str, Any] = {"labels": labels}
        if precision is not None:
            request["precision"] = precision
        return self.call("certify", request)

    def clusters(self, threshold: float | None = None) -> list[list[str]]:
        """The ids of the records of each person. Every record is in one cluster; records and clusters are in the order
        in which the records came.

        Args:
            threshold: The probability from which on two are one: that of merging where it is left out.
        """
        request: dict[str, Any] = {}
        if threshold is not None:
            request["threshold"] = threshold
        return self.call("clusters", request)

    def describe(self) -> types.Fitted:
        """What is compared, and how much there is of it."""
        return self.call("describe", {})

    def explain(self, a: types.IdOrRecord, b: types.IdOrRecord) -> types.PairExplanation:
        """What each field says about two records: the steps from the odds of any two to those of these.

        Args:
            a: The id of a record, or what a record says.
            b: The other one.
        """
        return self.call("explain", {"a": a, "b": b})

    def explain_cluster(self, id: str, threshold: float | None = None) -> types.ClusterExplanation:
        """The cluster of a record, and the pair on which it hangs.

        Args:
            id: Its id.
            threshold: The probability from which on two are one: that of merging where it is left out.
        """
        request: dict[str, Any] = {"id": id}
        if threshold is not None:
            request["threshold"] = threshold
        return self.call("explain_cluster", request)

    def learn(self, labels: types.DuplicateLabels) -> None:
        """Learns anew what agreement is worth from records whose truth is known, in place of what was concluded without
        labels, and weighs all pairs again.

        Args:
            labels: The person of each record by its id, or a list of pairs: two ids and whether they are one person.
            They need not be about all records.
        """
        return self.call("learn", {"labels": labels})

    def pairs(self, threshold: float | None = None) -> list[types.LinkedPair]:
        """Pairs that may be one person, in the order in which the records came.

        Args:
            threshold: The least probability: that of review where it is left out.
        """
        request: dict[str, Any] = {}
        if threshold is not None:
            request["threshold"] = threshold
        return self.call("pairs", request)

    def query(self, record: abc.Mapping[str, Any], threshold: float | None = None) -> list[types.Match]:
        """The records that may be one with a record that is not among them, the most probable first.

        Args:
            record: What it says: values by the names of their columns. Columns that are not known are passed over.
            threshold: The least probability: that of review where it is left out.
        """
        request: dict[str, Any] = {"record": record}
        if threshold is not None:
            request["threshold"] = threshold
        return self.call("query", request)

    def remove(self, id: str) -> bool:
        """Takes a record out, and says whether there was one.

        Args:
            id: Its id.
        """
        return self.call("remove", {"id": id})

    def score(self, a: types.IdOrRecord, b: types.IdOrRecord) -> float:
        """How probably two records are one person, from 0 to 1.

        Args:
            a: The id of a record, or what a record says.
            b: The other one.
        """
        return self.call("score", {"a": a, "b": b})

    def tell_apart(self, a: str, b: str) -> None:
        """Remembers that two records are two people, whatever they say.

        Args:
            a: The id of one.
            b: The id of the other.
        """
        return self.call("tell_apart", {"a": a, "b": b})
