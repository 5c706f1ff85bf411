import { RequestHandler } from 'express';
import { Forge } from './Forge';
import { nameOfLogin } from './payloads/user';

/** A small page of a pull request, for people who follow a link. */
export function pullPage(forge: Forge): RequestHandler {
  return async (req, res, next) => {
    const repository = `${req.params.owner}/${req.params.repository}`;
    const pull = forge.code.find(repository)
      ? forge.records
          .pulls(repository)
          .find(each => String(each.number) === req.params.number)
      : undefined;
    if (!pull) {
      next();
      return;
    }
    const statuses = forge.records.statuses(repository, pull.head.sha);
    const state = pull.mergedAt ? 'merged' : pull.state;
    const rows = statuses.map(
      each =>
        `<li>${escape(each.context)}: ${each.state}${
          each.description ? ` – ${escape(each.description)}` : ''
        }</li>`,
    );
    const said = (pull.comments ?? []).map(
      each =>
        `<p><b>${escape(nameOfLogin(each.author))}</b>: ${escape(
          each.body,
        )}</p>`,
    );
    res.setHeader('content-security-policy', "default-src 'none'");
    res
      .type('html')
      .send(
        `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escape(
          pull.title,
        )} · Pull request #${pull.number} · ${escape(repository)}</title>` +
          `<h1>${escape(pull.title)} #${pull.number}</h1>` +
          `<p>${state}: ${escape(
            nameOfLogin(pull.author),
          )} wants to merge <code>${escape(
            pull.head.ref,
          )}</code> into <code>${escape(pull.base.ref)}</code> of ${escape(
            repository,
          )}.</p><pre>${escape(pull.body ?? '')}</pre>` +
          `<h2>Checks</h2><ul>${
            rows.join('') || '<li>none</li>'
          }</ul>${said.join('')}` +
          `<p>The sandbox's forge has no buttons: <code>PUT /api/v3/repos/${escape(
            repository,
          )}/pulls/${pull.number}/merge</code> merges.</p></html>`,
      );
  };
}

function escape(text: string): string {
  return text.replace(/[&<>"']/g, character => `&#${character.charCodeAt(0)};`);
}
