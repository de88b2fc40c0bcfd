import { html, SafeHtml } from '../../../access/html/safe-html';

/** A page of the server, in the style of the report. */
export function documentOf(title: string, body: SafeHtml): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="stylesheet" href="/report.css" />
        <link rel="stylesheet" href="/dev.css" />
      </head>
      <body>
        ${body}
      </body>
    </html> `.text;
}
