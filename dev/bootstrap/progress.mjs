// Everything here goes to standard error: standard output belongs to the command itself.
const live = process.stderr.isTTY === true;

/** A finished step. */
export function note(line) {
  clear();
  process.stderr.write(`${line}\n`);
}

/** A long step begins: said where `progress` says nothing. */
export function begin(line) {
  if (!live) process.stderr.write(`… ${line}\n`);
}

const PLAIN_EVERY_MS = 10_000;
let toldAt = Date.now();

/** A step under way: one line that is written over where somebody watches, else a line now and then. */
export function progress(line) {
  if (live) process.stderr.write(`\r\u001B[2K${line.slice(0, (process.stderr.columns || 80) - 1)}`);
  else if (Date.now() - toldAt >= PLAIN_EVERY_MS) {
    toldAt = Date.now();
    process.stderr.write(`… ${line}\n`);
  }
}

function clear() {
  if (live) process.stderr.write('\r\u001B[2K');
}
