import { GeneratedFile, writeOrCheck } from './generated-file';
import { DeclaredKinds, declaredKinds } from './kinds';

function kindsFile({ STRUCTS, ENUMS, OBJECTS }: DeclaredKinds): GeneratedFile {
  return {
    path: 'lib/private/kinds.ts',
    text: [
      '// Written by `npm run kinds` from the declarations of the library; do not edit.',
      '',
      '/** Plain data: the kind of each prop, with `?` where it may be left out. */',
      `export const STRUCTS = ${JSON.stringify(STRUCTS)} as const;`,
      '',
      '/** Values of the enums. */',
      `export const ENUMS = ${JSON.stringify(ENUMS)};`,
      '',
      '/** What an object of each class or interface has, and where one comes from. */',
      `export const OBJECTS = ${JSON.stringify(OBJECTS)};`,
      '',
    ].join('\n'),
  };
}

if (require.main === module) {
  writeOrCheck([kindsFile(declaredKinds())], 'npm run kinds').catch((error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  });
}
