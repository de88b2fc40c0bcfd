import { Diagnostic, REFUSED, REFUSED_UNLESS_ALLOWED, WARNINGS } from '../../lib/shared/diagnostics';

const HEAD = `# Diagnostics

<!-- Written by \`npm run reference\` from lib/shared/diagnostics.ts: edit the lines there. -->

What the constructs refuse or warn about at synth, beyond values of a wrong form. Each message ends with its ID in brackets and
names the construct's path.`;

const ALLOWING = `## Refused, unless allowed

Nothing of this deploys and works, or it locks somebody out. An ID in \`unsafeAllow\` lets it through.

\`\`\`yaml
cluster:
  security: { unsafeAllow: [rbac-off] }
\`\`\`

\`\`\`ts
const security: AksSecurityOptions = { unsafeAllow: [UnsafeSetting.RBAC_OFF] };
\`\`\``;

const REFUSING = `## Refused

These cannot be allowed.`;

const SILENCING = `## Warnings

Legal, but worth a second thought. They are part of what \`cdktf synth\` prints; an ID under \`silence\` stays quiet.

\`\`\`yaml
silence: [public-api-server]
\`\`\`

\`\`\`ts
new App({ context: { 'cdktf-aks-aad:silence': ['public-api-server'] } }); // or node.setContext() of any construct
\`\`\``;

/** The page of all diagnostics, in Markdown. */
export function diagnosticsPage(): string {
  const sections = [
    HEAD,
    ALLOWING,
    list(REFUSED_UNLESS_ALLOWED),
    REFUSING,
    list(REFUSED),
    SILENCING,
    list(WARNINGS),
  ];
  return sections.join('\n\n');
}

/** Each under a heading of its own, so that messages can name it as the place where they are explained. */
function list(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ id, when, reason }) => `### ${id}\n\nWhen ${text(when)}.\n\nWhy: ${text(reason)}.`)
    .join('\n\n');
}

function text(words: string): string {
  return words.replace(/</g, '\\<');
}
