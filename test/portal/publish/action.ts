/** A payload that `OrderAction` accepts. */
export const action = {
  orderId: "ae5e5918-facb-40e5-bbdf-3525cedaaa7e",
  customerId: "123e4567-e89b-12d3-a456-426614174000",
  cardId: "123e4567-e89b-12d3-a456-426614174003",
  itemId: "123e4567-e89b-12d3-a456-426614174002",
  price: "100.00",
};
