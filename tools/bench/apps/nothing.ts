// What Node.js itself costs.
