"use strict";

// Written by `cargo xtask gen` from the operations table. Change the table, not this file.

const { CALL, withOptions } = require("./request");

class EngineOperations {
  auditCompareProportions(first, second, confidence, options) {
    return this[CALL]("audit.compare_proportions", withOptions({ first, second, confidence }, options));
  }

  auditJudge(check, value) {
    return this[CALL]("audit.judge", { check, value });
  }

  auditMedianRanks(count, confidence) {
    return this[CALL]("audit.median_ranks", { count, confidence });
  }

  auditNext(after) {
    return this[CALL]("audit.next", { after });
  }

  auditWilson(successes, trials, confidence) {
    return this[CALL]("audit.wilson", { successes, trials, confidence });
  }

  calendarAdd(at, span) {
    return this[CALL]("calendar.add", { at, span });
  }

  calendarAddBusiness(at, span) {
    return this[CALL]("calendar.add_business", { at, span });
  }

  calendarBusinessSeconds(from, to) {
    return this[CALL]("calendar.business_seconds", { from, to });
  }

  calendarIsOpen(at) {
    return this[CALL]("calendar.is_open", { at });
  }

  calendarNextOpen(at) {
    return this[CALL]("calendar.next_open", { at });
  }

  calendarSubtract(at, span) {
    return this[CALL]("calendar.subtract", { at, span });
  }

  calendarToLocal(at) {
    return this[CALL]("calendar.to_local", { at });
  }

  calendarToUtc(local) {
    return this[CALL]("calendar.to_utc", { local });
  }

  completenessEvaluate(customer) {
    return this[CALL]("completeness.evaluate", { customer });
  }

  consentMergedStanding(left, right, purpose, channel, options) {
    return this[CALL]("consent.merged_standing", withOptions({ left, right, purpose, channel }, options));
  }

  consentStanding(ledger, purpose, channel) {
    return this[CALL]("consent.standing", { ledger, purpose, channel });
  }

  customerNew(id, options) {
    return this[CALL]("customer.new", withOptions({ id }, options));
  }

  dedupeClusters(records, options) {
    return this[CALL]("dedupe.clusters", withOptions({ records }, options));
  }

  dedupeResolve(newcomer, holders, options) {
    return this[CALL]("dedupe.resolve", withOptions({ newcomer, holders }, options));
  }

  followUpDue(customer, options) {
    return this[CALL]("follow_up.due", withOptions({ customer }, options));
  }

  idMessage(channel, account, externalId) {
    return this[CALL]("id.message", { channel, account, external_id: externalId });
  }

  identifierKey(kind, raw) {
    return this[CALL]("identifier.key", { kind, raw });
  }

  importRows(file, options) {
    return this[CALL]("import.rows", withOptions({ file }, options));
  }

  industryFind(text) {
    return this[CALL]("industry.find", { text });
  }

  keywordBest(message) {
    return this[CALL]("keyword.best", { message });
  }

  keywordExplain(message, rules) {
    return this[CALL]("keyword.explain", { message, rules });
  }

  keywordFind(message) {
    return this[CALL]("keyword.find", { message });
  }

  keywordLabels(message) {
    return this[CALL]("keyword.labels", { message });
  }

  keywordLearn(messages, labels, options) {
    return this[CALL]("keyword.learn", withOptions({ messages, labels }, options));
  }

  keywordLint(rules, messages, labels, options) {
    return this[CALL]("keyword.lint", withOptions({ rules, messages, labels }, options));
  }

  keywordMine(messages, replies, existing, options) {
    return this[CALL]("keyword.mine", withOptions({ messages, replies, existing }, options));
  }

  mappingRead(document) {
    return this[CALL]("mapping.read", { document });
  }

  mask(kind, value) {
    return this[CALL]("mask", { kind, value });
  }

  messageText(id, from, text, options) {
    return this[CALL]("message.text", withOptions({ id, from, text }, options));
  }

  moneyToBase(minor, currency) {
    return this[CALL]("money.to_base", { minor, currency });
  }

  nameCheck(raw) {
    return this[CALL]("name.check", { raw });
  }

  namesCompare(left, right) {
    return this[CALL]("names.compare", { left, right });
  }

  optOutRecognise(message) {
    return this[CALL]("opt_out.recognise", { message });
  }

  phoneNormalize(raw, region) {
    return this[CALL]("phone.normalize", { raw, region });
  }

  playbookRead(document) {
    return this[CALL]("playbook.read", { document });
  }

  priorityDeadlines(level, since, options) {
    return this[CALL]("priority.deadlines", withOptions({ level, since }, options));
  }

  priorityEvaluate(customer, options) {
    return this[CALL]("priority.evaluate", withOptions({ customer }, options));
  }

  priorityOrder(waiting) {
    return this[CALL]("priority.order", { waiting });
  }

  replyComplete(prefix, language) {
    return this[CALL]("reply.complete", { prefix, language });
  }

  replyQuick(code, language, options) {
    return this[CALL]("reply.quick", withOptions({ code, language }, options));
  }

  replyTemplate(text, values, options) {
    return this[CALL]("reply.template", withOptions({ text, values }, options));
  }

  replyTextVariant(rule, customerId) {
    return this[CALL]("reply.text_variant", { rule, customer_id: customerId });
  }

  segmentCheck(expression) {
    return this[CALL]("segment.check", { expression });
  }

  segmentExplain(expression, customer, options) {
    return this[CALL]("segment.explain", withOptions({ expression, customer }, options));
  }

  segmentFilter(expression, columns, options) {
    return this[CALL]("segment.filter", withOptions({ expression, columns }, options));
  }

  segmentFromTree(tree) {
    return this[CALL]("segment.from_tree", { tree });
  }

  segmentMatch(expression, customers, options) {
    return this[CALL]("segment.match", withOptions({ expression, customers }, options));
  }

  spanParse(text) {
    return this[CALL]("span.parse", { text });
  }

  tagOnTimer(customer, timer, options) {
    return this[CALL]("tag.on_timer", withOptions({ customer, timer }, options));
  }

  tagRefresh(customer, trigger, options) {
    return this[CALL]("tag.refresh", withOptions({ customer, trigger }, options));
  }

  textFold(text) {
    return this[CALL]("text.fold", { text });
  }

  textLanguage(text) {
    return this[CALL]("text.language", { text });
  }

  textSimilarity(left, right, options) {
    return this[CALL]("text.similarity", withOptions({ left, right }, options));
  }

  textWords(text) {
    return this[CALL]("text.words", { text });
  }

  valueAverageProfit(spending, frequency, monetaryValue) {
    return this[CALL]("value.average_profit", { spending, frequency, monetary_value: monetaryValue });
  }

  valueCalibrateDeals(outcomes) {
    return this[CALL]("value.calibrate_deals", { outcomes });
  }

  valueChurn(transactions, options) {
    return this[CALL]("value.churn", withOptions({ transactions }, options));
  }

  valueCleaning(customer, options) {
    return this[CALL]("value.cleaning", withOptions({ customer }, options));
  }

  valueDeal(customer, options) {
    return this[CALL]("value.deal", withOptions({ customer }, options));
  }

  valueFit(model, frequency, recency, T) {
    return this[CALL]("value.fit", { model, frequency, recency, T });
  }

  valueFitSpending(frequency, monetaryValue) {
    return this[CALL]("value.fit_spending", { frequency, monetary_value: monetaryValue });
  }

  valueForecast(fitted, ahead, options) {
    return this[CALL]("value.forecast", withOptions({ fitted, ahead }, options));
  }

  valueLifetime(purchases, spending, options) {
    return this[CALL]("value.lifetime", withOptions({ purchases, spending }, options));
  }

  valuePredict(purchases, ahead, options) {
    return this[CALL]("value.predict", withOptions({ purchases, ahead }, options));
  }

  valueRead(field, raw, options) {
    return this[CALL]("value.read", withOptions({ field, raw }, options));
  }

  valueRfm(transactions, options) {
    return this[CALL]("value.rfm", withOptions({ transactions }, options));
  }
}

class WorkspaceOperations {
  async acceptDuplicate(first, second, options) {
    return this[CALL]("accept_duplicate", withOptions({ first, second }, options));
  }

  async acceptProposal(id, answer, options) {
    return this[CALL]("accept_proposal", withOptions({ id, answer }, options));
  }

  async acknowledge(id, generation, options) {
    return this[CALL]("acknowledge", withOptions({ id, generation }, options));
  }

  async attempt(id, generation, options) {
    return this[CALL]("attempt", withOptions({ id, generation }, options));
  }

  async audit(options) {
    return this[CALL]("audit", withOptions({}, options));
  }

  async count(expression, options) {
    return this[CALL]("count", withOptions({ expression }, options));
  }

  async customer(id) {
    return this[CALL]("customer", { id });
  }

  async customerView(id, from, to) {
    return this[CALL]("customer_view", { id, from, to });
  }

  async customers(options) {
    return this[CALL]("customers", withOptions({}, options));
  }

  async declineProposal(id, options) {
    return this[CALL]("decline_proposal", withOptions({ id }, options));
  }

  async diffPlaybook(playbook, options) {
    return this[CALL]("diff_playbook", withOptions({ playbook }, options));
  }

  async diffPlaybooks(a, b, options) {
    return this[CALL]("diff_playbooks", withOptions({ a, b }, options));
  }

  async draft(message, options) {
    return this[CALL]("draft", withOptions({ message }, options));
  }

  async explain(id) {
    return this[CALL]("explain", { id });
  }

  async explainMembership(expression, customer, options) {
    return this[CALL]("explain_membership", withOptions({ expression, customer }, options));
  }

  async explainSegment(expression, options) {
    return this[CALL]("explain_segment", withOptions({ expression }, options));
  }

  async exportSegment(expression, options) {
    return this[CALL]("export_segment", withOptions({ expression }, options));
  }

  async fail(id, generation, failure, options) {
    return this[CALL]("fail", withOptions({ id, generation, failure }, options));
  }

  async findDuplicates(options) {
    return this[CALL]("find_duplicates", withOptions({}, options));
  }

  async followUpsDue(options) {
    return this[CALL]("follow_ups_due", withOptions({}, options));
  }

  async indexSegments() {
    return this[CALL]("index_segments", {});
  }

  async keywordHealth(options) {
    return this[CALL]("keyword_health", withOptions({}, options));
  }

  async lease(worker, limit, options) {
    return this[CALL]("lease", withOptions({ worker, limit }, options));
  }

  async lose(id, generation, options) {
    return this[CALL]("lose", withOptions({ id, generation }, options));
  }

  async merge(survivor, absorbed, options) {
    return this[CALL]("merge", withOptions({ survivor, absorbed }, options));
  }

  async nextWakeup() {
    return this[CALL]("next_wakeup", {});
  }

  async parkedRows(options) {
    return this[CALL]("parked_rows", withOptions({}, options));
  }

  async playbook() {
    return this[CALL]("playbook", {});
  }

  async proposals(options) {
    return this[CALL]("proposals", withOptions({}, options));
  }

  async queue(options) {
    return this[CALL]("queue", withOptions({}, options));
  }

  async receive(messages, options) {
    return this[CALL]("receive", withOptions({ messages }, options));
  }

  async record(events, options) {
    return this[CALL]("record", withOptions({ events }, options));
  }

  async refreshSegments(options) {
    return this[CALL]("refresh_segments", withOptions({}, options));
  }

  async refuseDuplicate(first, second, options) {
    return this[CALL]("refuse_duplicate", withOptions({ first, second }, options));
  }

  async renew(id, generation, options) {
    return this[CALL]("renew", withOptions({ id, generation }, options));
  }

  async report(options) {
    return this[CALL]("report", withOptions({}, options));
  }

  async reviewQueue(options) {
    return this[CALL]("review_queue", withOptions({}, options));
  }

  async sampleSegment(expression, count, options) {
    return this[CALL]("sample_segment", withOptions({ expression, count }, options));
  }

  async savedSegments() {
    return this[CALL]("saved_segments", {});
  }

  async search(text, options) {
    return this[CALL]("search", withOptions({ text }, options));
  }

  async segment(expression, options) {
    return this[CALL]("segment", withOptions({ expression }, options));
  }

  async segmentCustomers(expression, options) {
    return this[CALL]("segment_customers", withOptions({ expression }, options));
  }

  async segmentMembers(segment, options) {
    return this[CALL]("segment_members", withOptions({ segment }, options));
  }

  async tick(options) {
    return this[CALL]("tick", withOptions({}, options));
  }

  async undoMerge(merge, options) {
    return this[CALL]("undo_merge", withOptions({ merge }, options));
  }

  async unsettled(options) {
    return this[CALL]("unsettled", withOptions({}, options));
  }
}

class DeduperOperations {
  async add(record, options) {
    return this[CALL]("add", withOptions({ record }, options));
  }

  async certify(labels, precision) {
    return this[CALL]("certify", { labels, precision });
  }

  async clusters(threshold) {
    return this[CALL]("clusters", { threshold });
  }

  async describe() {
    return this[CALL]("describe", {});
  }

  async explain(a, b) {
    return this[CALL]("explain", { a, b });
  }

  async explainCluster(id, threshold) {
    return this[CALL]("explain_cluster", { id, threshold });
  }

  async learn(labels) {
    return this[CALL]("learn", { labels });
  }

  async pairs(threshold) {
    return this[CALL]("pairs", { threshold });
  }

  async query(record, threshold) {
    return this[CALL]("query", { record, threshold });
  }

  async remove(id) {
    return this[CALL]("remove", { id });
  }

  async score(a, b) {
    return this[CALL]("score", { a, b });
  }

  async tellApart(a, b) {
    return this[CALL]("tell_apart", { a, b });
  }
}

module.exports = { DeduperOperations, EngineOperations, WorkspaceOperations };
