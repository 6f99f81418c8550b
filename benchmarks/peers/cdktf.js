// The stacks of a fleet with CDKTF: reads what cdktf.py wrote, builds constructs, synthesises all.
//
//     node cdktf.js INPUT OUTPUT
//
// Resources are of the classes of @cdktf/provider-aws, each loaded from a file of its own. Neither
// `cdktf synth`, which starts such a program, nor any validation of HCL or values is part of it.
"use strict";

const fs = require("node:fs");
const path = require("node:path");
const { Construct } = require("constructs");
const cdktf = require("cdktf");

const PACKAGE = "@cdktf/provider-aws/lib";
const classes = new Map();

// The class of a resource ("aws_vpc") or data source ("data-aws_vpc").
function classOf(kind, type) {
  const key = kind === "data" ? `data-${type}` : type;
  if (!classes.has(key)) {
    classes.set(key, load(kind, type));
  }
  return classes.get(key);
}

function load(kind, type) {
  const name = type.replaceAll("_", "-");
  const file = kind === "data" ? `data-${name}` : name.replace(/^aws-/, "");
  return Object.values(require(`${PACKAGE}/${file}`)).find((one) => one.tfResourceType === type);
}

class Stack extends cdktf.TerraformStack {
  constructor(scope, { name, backend, blocks }) {
    super(scope, name);
    new cdktf.S3Backend(this, backend.s3);
    const constructs = new Map([[".", this]]);
    blocks.forEach(({ construct, kind, labels, values, overrides }, number) => {
      if (!constructs.has(construct)) {
        constructs.set(construct, new Construct(this, construct.replaceAll("/", "-")));
      }
      const id = `${labels.join("-")}-${number}`;
      const made = element(constructs.get(construct), id, kind, labels[0], values);
      for (const [key, value] of Object.entries(overrides)) {
        made.addOverride(key, value);
      }
    });
  }
}

function element(scope, id, kind, type, values) {
  if (kind === "output") {
    return new cdktf.TerraformOutput(scope, id, values);
  }
  if (kind === "provider") {
    const { AwsProvider } = require(`${PACKAGE}/provider`);
    const { alias } = values;
    const made = new AwsProvider(scope, id, { alias });
    for (const [key, value] of Object.entries(values)) {
      made.addOverride(key, value);
    }
    return made;
  }
  return new (classOf(kind, type))(scope, id, values);
}

const [input, output] = process.argv.slice(2);
const app = new cdktf.App({ outdir: output });
for (const file of fs.readdirSync(input).sort()) {
  for (const stack of JSON.parse(fs.readFileSync(path.join(input, file), "utf8"))) {
    new Stack(app, stack);
  }
}
app.synth();
