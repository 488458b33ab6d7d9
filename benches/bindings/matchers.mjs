// The matchers of npm, each made of the same keywords: what finds them in one message. They look for the exact letters; they
// have no folding to switch on.

import { createRequire } from "node:module";

import ModernAhoCorasick from "modern-ahocorasick";

const require = createRequire(import.meta.url);

export const peers = {
  "modern-ahocorasick": (keywords) => {
    const peer = new ModernAhoCorasick(keywords);
    return (message) => peer.search(message);
  },
  "@monyone/aho-corasick": (keywords) => {
    const { AhoCorasick } = require("@monyone/aho-corasick");
    const peer = new AhoCorasick(keywords);
    return (message) => peer.matchInText(message);
  },
  "@tanishiking/aho-corasick": (keywords) => {
    const { Trie } = require("@tanishiking/aho-corasick");
    const peer = new Trie(keywords);
    return (message) => peer.parseText(message);
  },
  ahocorasick: (keywords) => {
    const peer = new (require("ahocorasick"))(keywords);
    return (message) => peer.search(message);
  },
  fastscan: (keywords) => {
    const FastScanner = require("fastscan");
    const peer = new (FastScanner.default ?? FastScanner)(keywords);
    return (message) => peer.search(message);
  },
};
