"use strict";

/** One page of customers, as a promise; or all of them, page after page, as an async iterable. */
class CustomerPages {
  #read;
  #options;
  #first;

  constructor(read, options) {
    this.#read = read;
    this.#options = options;
  }

  then(onFulfilled, onRejected) {
    this.#first ??= this.#read(this.#options);
    return this.#first.then(onFulfilled, onRejected);
  }

  catch(onRejected) {
    return this.then(undefined, onRejected);
  }

  finally(onSettled) {
    return this.then().finally(onSettled);
  }

  get [Symbol.toStringTag]() {
    return "CustomerPages";
  }

  async *[Symbol.asyncIterator]() {
    let options = this.#options;
    for (let page = await this; page.length > 0; page = await this.#read(options)) {
      yield* page;
      options = { ...options, after: page.at(-1).id };
    }
  }
}

module.exports = { CustomerPages };
