import { createHash } from 'node:crypto';
import { Manifest } from '../../access/manifests/manifests';

/** File systems take 255 bytes; this leaves room for what tells two apart. */
const LONGEST = 200;

/** A name for the file of each object, `role-binding-shop-developers.yaml`: no two are the same, also where case does not count. */
export function fileNames(objects: readonly Manifest[]): string[] {
  const plain = objects.map(plainName);
  const folded = plain.map((name) => name.toLowerCase());
  const isTaken = folded.map((name, i) => folded.indexOf(name) !== i || folded.lastIndexOf(name) !== i);

  return plain.map((name, i) =>
    isTaken[i] || name.length > LONGEST
      ? `${name.slice(0, LONGEST)}.${hashOf(objects[i]!)}.yaml`
      : `${name}.yaml`,
  );
}

/** A name may hold what a file name may not. */
function plainName({ kind, metadata }: Manifest): string {
  const { namespace, name } = metadata as { namespace?: string; name: string };
  const words = [kind.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase(), namespace, name];

  return words
    .filter((word) => word !== undefined)
    .map((word) => encodeURIComponent(word.replace(/\p{Cs}/gu, '\ufffd')))
    .join('-');
}

function hashOf({ kind, metadata }: Manifest): string {
  const { namespace, name } = metadata as { namespace?: string; name: string };

  return createHash('sha256')
    .update(JSON.stringify([kind, namespace, name]))
    .digest('hex')
    .slice(0, 8);
}
