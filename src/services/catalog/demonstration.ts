/** Products that a new database of each application knows: what a demonstration begins with. */
export const products = [
  { product_id: 121, name: "Coffee grinder", price: "89.90" },
  { product_id: 122, name: "Milk jug", price: "19.50" },
  { product_id: 123, name: "Espresso machine", price: "129.00" },
] as const;
