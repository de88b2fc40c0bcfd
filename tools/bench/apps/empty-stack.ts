import { App, LocalBackend, TerraformStack } from 'cdktf';

// What cdktf itself costs.
const app = new App();
const stack = new TerraformStack(app, 'empty');
new LocalBackend(stack, { path: 'terraform.tfstate' });
app.synth();
