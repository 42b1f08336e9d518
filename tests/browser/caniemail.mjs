// Which features of a mail a mail program does not support: node caniemail.mjs CLIENTS FILE... -> JSON
import { readFileSync } from "node:fs";
import { caniemail } from "./node_modules/caniemail/dist/index.js";
import { clientNames } from "./node_modules/caniemail/dist/clients.js";

const [wanted, ...files] = process.argv.slice(2);
const clients = wanted.split(",");
const found = { unknown: clients.filter((c) => !clientNames.includes(c)), mails: {} };
for (const file of files) {
  const { issues } = caniemail({ clients, html: readFileSync(file, "utf8") });
  found.mails[file] = Object.fromEntries([...issues.errors].map(([client, list]) => [client, [...new Set(list.map((i) => i.title))].sort()]));
}
console.log(JSON.stringify(found));
