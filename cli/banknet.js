#!/usr/bin/env node
// The command's door. Plain enough for any Node to read, so that an old one can say which it needs (exit 2).
var NEEDED = [22, 19];

var found = process.versions.node.split('.').map(Number);
if (found[0] < NEEDED[0] || (found[0] === NEEDED[0] && found[1] < NEEDED[1])) {
  process.stderr.write(
    'banknet needs Node ' +
      NEEDED.join('.') +
      ' or newer; this is ' +
      process.versions.node +
      '. In the repository, `npm start` and `npm run banknet -- ...` bring the right one.\n',
  );
  process.exit(2);
}

// Compiled, this file lies beside main.js; in the repository beside main.ts, which Node runs as it is.
import('./main.js')
  .catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND' || !/main\.js/.test(error.message)) throw error;
    return import('./main.ts');
  })
  .then((main) => main.run(process.argv));
