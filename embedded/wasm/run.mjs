// Runs `verify` of the module that is the first argument, with `plant-failure` as the second one expectation wrong.
import { readFileSync, writeSync } from "node:fs";

let memory;
const print = (start, length) => writeSync(1, new Uint8Array(memory.buffer, start, length));
const module = new WebAssembly.Module(readFileSync(process.argv[2]));
const { exports } = new WebAssembly.Instance(module, { host: { print } });
memory = exports.memory;
process.exit(exports.verify(Number(process.argv[3] === "plant-failure")) ? 0 : 1);
