// Starts a program by one of node's ways, as it does when nothing is said of descriptors, and ends like it.

const child = require("node:child_process");
const [way, program, ...words] = process.argv.slice(2);
const line = [program, ...words].join(" ");

const print = (output) => process.stdout.write(output);
const end = (code) => (process.exitCode = code);
const ended = (error, output) => (print(output), end(error ? 1 : 0));

const ways = {
  spawn: () => child.spawn(program, words).on("exit", end).stdout.on("data", print),
  exec: () => child.exec(line, ended),
  execFile: () => child.execFile(program, words, ended),
  fork: () => child.fork(__filename, ["spawnSync", program, ...words]).on("exit", end),
  spawnSync: () => print(child.spawnSync(program, words).stdout),
  execSync: () => print(child.execSync(line)),
  execFileSync: () => print(child.execFileSync(program, words)),
};
ways[way]();
