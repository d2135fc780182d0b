// Generated from asyncapi/orders/product.yaml. Do not edit; run `npm run generate`.

// validators
var validateOrderAction = validate0;
var formats0 = /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
var pattern0 = new RegExp("^(0|[1-9][0-9]{0,11})\\.[0-9]{2}$", "u");
function validate0(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.orderId === void 0 && (missing0 = "orderId") || data.customerId === void 0 && (missing0 = "customerId") || data.cardId === void 0 && (missing0 = "cardId") || data.itemId === void 0 && (missing0 = "itemId") || data.price === void 0 && (missing0 = "price")) {
        validate0.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        const _errs1 = errors;
        for (const key0 in data) {
          if (!(key0 === "orderId" || key0 === "customerId" || key0 === "cardId" || key0 === "itemId" || key0 === "price")) {
            validate0.errors = [{ instancePath, schemaPath: "#/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
            return false;
            break;
          }
        }
        if (_errs1 === errors) {
          if (data.orderId !== void 0) {
            let data0 = data.orderId;
            const _errs2 = errors;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (errors === _errs3) {
                if (typeof data0 === "string") {
                  if (!formats0.test(data0)) {
                    validate0.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "orders/messages.yaml#/components/schemas/OrderId/format", keyword: "format", params: { format: "uuid" }, message: 'must match format "uuid"' }];
                    return false;
                  }
                } else {
                  validate0.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "orders/messages.yaml#/components/schemas/OrderId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.customerId !== void 0) {
              let data1 = data.customerId;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (errors === _errs5) {
                  if (typeof data1 === "string") {
                    if (!formats0.test(data1)) {
                      validate0.errors = [{ instancePath: instancePath + "/customerId", schemaPath: "#/properties/customerId/format", keyword: "format", params: { format: "uuid" }, message: 'must match format "uuid"' }];
                      return false;
                    }
                  } else {
                    validate0.errors = [{ instancePath: instancePath + "/customerId", schemaPath: "#/properties/customerId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.cardId !== void 0) {
                let data2 = data.cardId;
                const _errs7 = errors;
                if (errors === _errs7) {
                  if (errors === _errs7) {
                    if (typeof data2 === "string") {
                      if (!formats0.test(data2)) {
                        validate0.errors = [{ instancePath: instancePath + "/cardId", schemaPath: "#/properties/cardId/format", keyword: "format", params: { format: "uuid" }, message: 'must match format "uuid"' }];
                        return false;
                      }
                    } else {
                      validate0.errors = [{ instancePath: instancePath + "/cardId", schemaPath: "#/properties/cardId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.itemId !== void 0) {
                  let data3 = data.itemId;
                  const _errs9 = errors;
                  if (errors === _errs9) {
                    if (errors === _errs9) {
                      if (typeof data3 === "string") {
                        if (!formats0.test(data3)) {
                          validate0.errors = [{ instancePath: instancePath + "/itemId", schemaPath: "#/properties/itemId/format", keyword: "format", params: { format: "uuid" }, message: 'must match format "uuid"' }];
                          return false;
                        }
                      } else {
                        validate0.errors = [{ instancePath: instancePath + "/itemId", schemaPath: "#/properties/itemId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.price !== void 0) {
                    let data4 = data.price;
                    const _errs11 = errors;
                    const _errs12 = errors;
                    if (errors === _errs12) {
                      if (typeof data4 === "string") {
                        if (!pattern0.test(data4)) {
                          validate0.errors = [{ instancePath: instancePath + "/price", schemaPath: "orders/messages.yaml#/components/schemas/Money/pattern", keyword: "pattern", params: { pattern: "^(0|[1-9][0-9]{0,11})\\.[0-9]{2}$" }, message: 'must match pattern "^(0|[1-9][0-9]{0,11})\\.[0-9]{2}$"' }];
                          return false;
                        }
                      } else {
                        validate0.errors = [{ instancePath: instancePath + "/price", schemaPath: "orders/messages.yaml#/components/schemas/Money/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                    }
                    var valid0 = _errs11 === errors;
                  } else {
                    var valid0 = true;
                  }
                }
              }
            }
          }
        }
      }
    } else {
      validate0.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate0.errors = vErrors;
  return errors === 0;
}
var validateProductReservationResult = validate1;
var schema3 = { "$id": "warren:orders%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FProductReservationResult", "oneOf": [{ "type": "object", "additionalProperties": false, "required": ["orderId", "status"], "properties": { "orderId": { "$ref": "warren:orders%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FOrderId" }, "status": { "const": "reserved" } } }, { "type": "object", "additionalProperties": false, "required": ["orderId", "status", "reason"], "properties": { "orderId": { "$ref": "warren:orders%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FOrderId" }, "status": { "const": "refused" }, "reason": { "enum": ["unknown_item", "out_of_stock", "cancelled"] } } }] };
function validate1(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  let tag0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    tag0 = data.status;
  }
  if (tag0 === "reserved") {
    const _errs1 = errors;
    if (errors === _errs1) {
      if (data && typeof data == "object" && !Array.isArray(data)) {
        let missing0;
        if (data.orderId === void 0 && (missing0 = "orderId") || data.status === void 0 && (missing0 = "status")) {
          validate1.errors = [{ instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
          return false;
        } else {
          const _errs3 = errors;
          for (const key0 in data) {
            if (!(key0 === "orderId" || key0 === "status")) {
              validate1.errors = [{ instancePath, schemaPath: "#/oneOf/0/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key0 }, message: "must NOT have additional properties" }];
              return false;
              break;
            }
          }
          if (_errs3 === errors) {
            if (data.orderId !== void 0) {
              let data0 = data.orderId;
              const _errs4 = errors;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (errors === _errs5) {
                  if (typeof data0 === "string") {
                    if (!formats0.test(data0)) {
                      validate1.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "orders/messages.yaml#/components/schemas/OrderId/format", keyword: "format", params: { format: "uuid" }, message: 'must match format "uuid"' }];
                      return false;
                    }
                  } else {
                    validate1.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "orders/messages.yaml#/components/schemas/OrderId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
              }
              var valid1 = _errs4 === errors;
            } else {
              var valid1 = true;
            }
            if (valid1) {
              if (data.status !== void 0) {
                const _errs7 = errors;
                if ("reserved" !== data.status) {
                  validate1.errors = [{ instancePath: instancePath + "/status", schemaPath: "#/oneOf/0/properties/status/const", keyword: "const", params: { allowedValue: "reserved" }, message: "must be equal to constant" }];
                  return false;
                }
                var valid1 = _errs7 === errors;
              } else {
                var valid1 = true;
              }
            }
          }
        }
      } else {
        validate1.errors = [{ instancePath, schemaPath: "#/oneOf/0/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
        return false;
      }
    }
  } else if (tag0 === "refused") {
    const _errs8 = errors;
    if (errors === _errs8) {
      if (data && typeof data == "object" && !Array.isArray(data)) {
        let missing1;
        if (data.orderId === void 0 && (missing1 = "orderId") || data.status === void 0 && (missing1 = "status") || data.reason === void 0 && (missing1 = "reason")) {
          validate1.errors = [{ instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
          return false;
        } else {
          const _errs10 = errors;
          for (const key1 in data) {
            if (!(key1 === "orderId" || key1 === "status" || key1 === "reason")) {
              validate1.errors = [{ instancePath, schemaPath: "#/oneOf/1/additionalProperties", keyword: "additionalProperties", params: { additionalProperty: key1 }, message: "must NOT have additional properties" }];
              return false;
              break;
            }
          }
          if (_errs10 === errors) {
            if (data.orderId !== void 0) {
              let data2 = data.orderId;
              const _errs11 = errors;
              const _errs12 = errors;
              if (errors === _errs12) {
                if (errors === _errs12) {
                  if (typeof data2 === "string") {
                    if (!formats0.test(data2)) {
                      validate1.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "orders/messages.yaml#/components/schemas/OrderId/format", keyword: "format", params: { format: "uuid" }, message: 'must match format "uuid"' }];
                      return false;
                    }
                  } else {
                    validate1.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "orders/messages.yaml#/components/schemas/OrderId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
              }
              var valid3 = _errs11 === errors;
            } else {
              var valid3 = true;
            }
            if (valid3) {
              if (data.status !== void 0) {
                const _errs14 = errors;
                if ("refused" !== data.status) {
                  validate1.errors = [{ instancePath: instancePath + "/status", schemaPath: "#/oneOf/1/properties/status/const", keyword: "const", params: { allowedValue: "refused" }, message: "must be equal to constant" }];
                  return false;
                }
                var valid3 = _errs14 === errors;
              } else {
                var valid3 = true;
              }
              if (valid3) {
                if (data.reason !== void 0) {
                  let data4 = data.reason;
                  const _errs15 = errors;
                  if (!(data4 === "unknown_item" || data4 === "out_of_stock" || data4 === "cancelled")) {
                    validate1.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/oneOf/1/properties/reason/enum", keyword: "enum", params: { allowedValues: schema3.oneOf[1].properties.reason.enum }, message: "must be equal to one of the allowed values" }];
                    return false;
                  }
                  var valid3 = _errs15 === errors;
                } else {
                  var valid3 = true;
                }
              }
            }
          }
        }
      } else {
        validate1.errors = [{ instancePath, schemaPath: "#/oneOf/1/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
        return false;
      }
    }
  } else {
    validate1.errors = [{ instancePath, schemaPath: "#/oneOf", keyword: "oneOf", params: { tag: "status", allowedValues: ["reserved", "refused"] }, message: 'must be an object with "status" equal to one of "reserved", "refused"' }];
    return false;
  }
  validate1.errors = vErrors;
  return errors === 0;
}
export {
  validateOrderAction,
  validateProductReservationResult
};
