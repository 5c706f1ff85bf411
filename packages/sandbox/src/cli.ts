import path from 'path';
import { PortTakenError } from './listen';
import { help, parseArguments, UsageError } from './parseArguments';
import { createSandbox } from './sandbox';

async function main() {
  const [, script, ...args] = process.argv;
  const root = path.resolve(path.dirname(script), '../../..');
  const parsed = parseArguments(args, path.join(root, '.data/sandbox'));
  if (parsed.help) {
    console.log(help);
    return;
  }
  const sandbox = await createSandbox({
    ...parsed.options,
    onProgress: message => console.log(`${message} …`),
    onError: error => console.error('The sandbox stumbled:', error),
  });
  const { urls } = sandbox;
  const argo = Object.entries(urls.argo).map(
    ([name, url]) => `  Argo CD ${name.padEnd(8)} ${url}`,
  );
  console.log(
    [
      '',
      'The sandbox is ready.',
      `  Git              git clone ${urls.forge}/acme/checkout.git`,
      `  Forge's API      ${urls.forge}/api/v3`,
      ...argo,
      `  Kubernetes       ${urls.kubernetes}`,
      `  Registry         ${urls.registry}`,
      `  Jenkins          ${urls.jenkins}`,
      `  Prometheus       ${urls.prometheus}`,
      `  Plans            ${urls.plans}/plans/settlements-database.json`,
      `  Catalog          ${urls.catalog}`,
      `  Dials            ${urls.control}/dials`,
      '',
    ].join('\n'),
  );
  console.log(`SANDBOX_READY ${JSON.stringify({ urls })}`);

  let ending = false;
  const end = async () => {
    if (ending) {
      return;
    }
    ending = true;
    await sandbox.close();
    process.exit(0);
  };
  process.on('SIGINT', end);
  process.on('SIGTERM', end);
}

main().catch(error => {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${help}`);
  } else if (error instanceof PortTakenError) {
    console.error(error.message);
  } else {
    console.error(error instanceof Error ? error.message : error);
    if (process.env.DEBUG) console.error(error);
  }
  process.exit(1);
});
