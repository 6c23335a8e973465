// What every command of package.json runs: installs and builds what is missing, then hands over to the project's own
// Node. This first file is plain enough for any Node to read, so that a wrong one gets a message instead of a stack.
const OLDEST_NODE = 20;

if (Number(process.versions.node.split('.')[0]) < OLDEST_NODE) {
  process.stderr.write(
    'Ilium needs Node ' +
      OLDEST_NODE +
      ' or newer to install itself; this is ' +
      process.version +
      '. Install a newer one (https://nodejs.org), then run the command again.\n',
  );
  process.exitCode = 1;
} else {
  import('./bootstrap/main.mjs').then((bootstrap) => bootstrap.main(process.argv.slice(2)));
}
