import { CommandFailed } from '../../access/command-failed';
import { isOnPath, terraformBinary } from '../../rehearsal/terraform-binary';
import { ask, canAsk, stoppedBy } from '../ask';
import { tellStep, withoutProgressUntil } from '../progress';
import { complain } from '../terminal';
import { isFetched, keep, placeOf, use } from './fetched';
import { serverOf, shownUrl } from './mirror';
import { PRODUCTS, Product } from './products';
import { fetchProgram } from './release';

/**
 * Sees to it that there is a Terraform: the one on the PATH, else one that was fetched before, else one that is fetched
 * now, if whoever is at the terminal, or `--install-terraform`, says so. Otherwise nothing happens here, and whoever
 * needs Terraform says that it is missing.
 */
export async function ensureTerraform(
  options: { readonly install: boolean },
  products: readonly Product[] = PRODUCTS,
): Promise<void> {
  const binary = terraformBinary();
  if (isOnPath(binary)) {
    return;
  }
  const named = process.env.TERRAFORM_BINARY_NAME
    ? products.filter(({ program }) => program === binary)
    : products;
  const fetched = named.find(isFetched);
  if (fetched) {
    use(fetched);
    return;
  }
  if (options.install && named.length === 0) {
    throw new CommandFailed(
      `TERRAFORM_BINARY_NAME '${binary}' is none that can be fetched: use ${products.map(({ program }) => program).join(' or ')}`,
    );
  }

  const product = options.install ? named[0] : await chosen(named);
  if (product) {
    await fetchAndKeep(product);
    use(product);
  }
}

/** Lets whoever is at the terminal choose; undefined for none of them, and where nobody is. */
async function chosen(products: readonly Product[]): Promise<Product | undefined> {
  if (products.length === 0 || !canAsk()) {
    return undefined;
  }
  const lines = products.map(
    (product) =>
      `  ${product.program.padEnd(10)} ${product.name} ${product.version} (${product.licence}), from ${shownUrl(serverOf(product))}`,
  );
  const names = products.map(({ program }) => program);
  const text =
    `This needs Terraform, and there is none on the PATH. It can be fetched, checked by the signature of its vendor, and kept in\n` +
    `${placeOf(products[0]!)}:\n${lines.join('\n')}`;

  return withoutProgressUntil(async () => {
    complain(text);
    const answer = await answerOf([...names, 'no']);
    return products.find(({ program }) => program === answer);
  });
}

const NOTHING = ['', 'n', 'no'];

const NOT_FETCHED = 'no Terraform was fetched';

/** One of the words; asks again while it is none of them. */
async function answerOf(words: readonly string[]): Promise<string> {
  const answer = (await ask(`Which one? [${words.join('/')}] `, NOT_FETCHED)).toLowerCase();
  return words.includes(answer) || NOTHING.includes(answer) ? answer : answerOf(words);
}

async function fetchAndKeep(product: Product): Promise<void> {
  const server = serverOf(product);
  const controller = new AbortController();
  let stopped: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    stopped = signal;
    controller.abort();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  signals.forEach((signal) => process.on(signal, stop));
  tellStep(`fetching ${product.name} ${product.version}`);
  try {
    keep(product, await fetchProgram(product, server, controller.signal));
  } catch (error) {
    throw stopped ? stoppedBy(stopped, NOT_FETCHED) : error;
  } finally {
    signals.forEach((signal) => process.off(signal, stop));
  }
  complain(
    `${product.name} ${product.version} came from ${shownUrl(server)}, signed by ${product.vendor}; it is kept in ${placeOf(product)}`,
  );
}
