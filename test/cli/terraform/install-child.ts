import { fail } from '../../../cli/main';
import { ensureTerraform } from '../../../cli/terraform/ensure';
import { Product } from '../../../cli/terraform/products';

/** Fetches what PRODUCT says, in a process that can be interrupted. */
const { armoredKey, ...product } = JSON.parse(process.env.PRODUCT!) as Omit<Product, 'key'> & {
  armoredKey: string;
};

ensureTerraform({ install: true }, [{ ...product, key: () => armoredKey }]).catch((error: unknown) => {
  process.exitCode = fail(error, ['rehearse']);
});
