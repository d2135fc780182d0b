// Generated from asyncapi/catalog/ordering.yaml. Do not edit; run `npm run generate`.

// values.ts
function characters(text) {
  let length = text.length;
  for (let at = 0; at < text.length - 1; at++) {
    const high = text.charCodeAt(at);
    if (high < 55296 || high > 56319) continue;
    const low = text.charCodeAt(at + 1);
    if (low < 56320 || low > 57343) continue;
    length--;
    at++;
  }
  return length;
}

// formats.ts
var dateTimePattern = /^(\d{4})-(\d\d)-(\d\d)[Tt\s](\d\d):(\d\d):(\d\d)(?:\.\d+)?([Zz]|([+-])(\d\d)(?::?(\d\d))?)?$/;
var isDateTime = (text) => dateTimeHolds(text, true);
var isIsoDateTime = (text) => dateTimeHolds(text, false);
function dateTimeHolds(text, zoned) {
  const parts = dateTimePattern.exec(text);
  return dateHolds(parts) && timeHolds(parts, 4, zoned);
}
function dateHolds(parts) {
  if (parts === null) return false;
  const month = Number(parts[2]);
  const day = Number(parts[3]);
  if (month < 1 || month > 12 || day < 1) return false;
  if (day <= 28) return true;
  if (month !== 2) return day <= (month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31);
  const year = Number(parts[1]);
  return day === 29 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
function timeHolds(parts, at, zoned) {
  if (parts === null || zoned && parts[at + 3] === void 0) return false;
  const hour = Number(parts[at]);
  const minute = Number(parts[at + 1]);
  const second = Number(parts[at + 2]);
  const zoneHour = Number(parts[at + 5] ?? 0);
  const zoneMinute = Number(parts[at + 6] ?? 0);
  if (zoneHour > 23 || zoneMinute > 59) return false;
  if (hour <= 23 && minute <= 59 && second <= 59) return true;
  if (second > 60) return false;
  const sign = parts[at + 4] === "-" ? -1 : 1;
  const utcMinute = minute - zoneMinute * sign;
  const utcHour = hour - zoneHour * sign - (utcMinute < 0 ? 1 : 0);
  return (utcHour === 23 || utcHour === -1) && (utcMinute === 59 || utcMinute === -1);
}

// validators
var formats = { "date-time": isDateTime, "iso-date-time": isIsoDateTime };
var validateServiceMessage = validate0;
var schema0 = { "$id": "warren:catalog%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FServiceMessage", "type": "object", "required": ["from_service", "to_service", "method", "payload", "urgency", "timestamp"], "properties": { "from_service": { "type": "string", "minLength": 1, "maxLength": 200 }, "to_service": { "type": "string", "enum": ["http://localhost:8002/api/v1/orders", "http://localhost:8003/api/v1/inventory"] }, "method": { "$ref": "warren:catalog%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FMethod" }, "payload": { "$ref": "warren:catalog%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FProductEvent" }, "urgency": { "$ref": "warren:catalog%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FUrgency" }, "timestamp": { "type": "string", "format": "date-time" } } };
var schema1 = { "$id": "warren:catalog%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FMethod", "type": "string", "enum": ["GET", "POST", "PUT", "PATCH", "DELETE"] };
var schema15 = { "$id": "warren:catalog%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FUrgency", "type": "string", "enum": ["low", "medium", "high", "critical"] };
var func0 = characters;
var formats0 = formats["iso-date-time"];
function validate2(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.event === void 0 && (missing0 = "event") || data.product_id === void 0 && (missing0 = "product_id") || data.new_price === void 0 && (missing0 = "new_price")) {
        validate2.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.event !== void 0) {
          const _errs1 = errors;
          if ("product.price_changed" !== data.event) {
            validate2.errors = [{ instancePath: instancePath + "/event", schemaPath: "#/properties/event/const", keyword: "const", params: { allowedValue: "product.price_changed" }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.product_id !== void 0) {
            let data1 = data.product_id;
            const _errs2 = errors;
            const _errs3 = errors;
            if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)))) {
              validate2.errors = [{ instancePath: instancePath + "/product_id", schemaPath: "catalog/messages.yaml#/components/schemas/ProductId/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data1 == "number") {
                if (data1 > 9007199254740991 || isNaN(data1)) {
                  validate2.errors = [{ instancePath: instancePath + "/product_id", schemaPath: "catalog/messages.yaml#/components/schemas/ProductId/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                  return false;
                } else {
                  if (data1 < 1 || isNaN(data1)) {
                    validate2.errors = [{ instancePath: instancePath + "/product_id", schemaPath: "catalog/messages.yaml#/components/schemas/ProductId/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.new_price !== void 0) {
              let data2 = data.new_price;
              const _errs5 = errors;
              const _errs6 = errors;
              if (errors === _errs6) {
                if (typeof data2 == "number") {
                  if (data2 > 999999999999e-2 || isNaN(data2)) {
                    validate2.errors = [{ instancePath: instancePath + "/new_price", schemaPath: "catalog/messages.yaml#/components/schemas/Price/maximum", keyword: "maximum", params: { comparison: "<=", limit: 999999999999e-2 }, message: "must be <= 9999999999.99" }];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate2.errors = [{ instancePath: instancePath + "/new_price", schemaPath: "catalog/messages.yaml#/components/schemas/Price/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                      return false;
                    }
                  }
                } else {
                  validate2.errors = [{ instancePath: instancePath + "/new_price", schemaPath: "catalog/messages.yaml#/components/schemas/Price/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.timestamp !== void 0) {
                let data3 = data.timestamp;
                const _errs8 = errors;
                const _errs9 = errors;
                if (errors === _errs9) {
                  if (errors === _errs9) {
                    if (typeof data3 === "string") {
                      if (!formats0(data3)) {
                        validate2.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "catalog/messages.yaml#/components/schemas/SaidAt/format", keyword: "format", params: { format: "iso-date-time" }, message: 'must match format "iso-date-time"' }];
                        return false;
                      }
                    } else {
                      validate2.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "catalog/messages.yaml#/components/schemas/SaidAt/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate2.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate2.errors = vErrors;
  return errors === 0;
}
function validate5(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.name === void 0 && (missing0 = "name")) {
        validate5.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.name !== void 0) {
          let data0 = data.name;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (typeof data0 === "string") {
              if (func0(data0) > 200) {
                validate5.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                return false;
              } else {
                if (func0(data0) < 1) {
                  validate5.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              }
            } else {
              validate5.errors = [{ instancePath: instancePath + "/name", schemaPath: "#/properties/name/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.price !== void 0) {
            let data1 = data.price;
            const _errs3 = errors;
            const _errs4 = errors;
            if (errors === _errs4) {
              if (typeof data1 == "number") {
                if (data1 > 999999999999e-2 || isNaN(data1)) {
                  validate5.errors = [{ instancePath: instancePath + "/price", schemaPath: "catalog/messages.yaml#/components/schemas/Price/maximum", keyword: "maximum", params: { comparison: "<=", limit: 999999999999e-2 }, message: "must be <= 9999999999.99" }];
                  return false;
                } else {
                  if (data1 < 0 || isNaN(data1)) {
                    validate5.errors = [{ instancePath: instancePath + "/price", schemaPath: "catalog/messages.yaml#/components/schemas/Price/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                    return false;
                  }
                }
              } else {
                validate5.errors = [{ instancePath: instancePath + "/price", schemaPath: "catalog/messages.yaml#/components/schemas/Price/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                return false;
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
        }
      }
    } else {
      validate5.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate5.errors = vErrors;
  return errors === 0;
}
function validate4(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.event === void 0 && (missing0 = "event") || data.product_id === void 0 && (missing0 = "product_id") || data.product_data === void 0 && (missing0 = "product_data")) {
        validate4.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.event !== void 0) {
          const _errs1 = errors;
          if ("product.created" !== data.event) {
            validate4.errors = [{ instancePath: instancePath + "/event", schemaPath: "#/properties/event/const", keyword: "const", params: { allowedValue: "product.created" }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.product_id !== void 0) {
            let data1 = data.product_id;
            const _errs2 = errors;
            const _errs3 = errors;
            if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)))) {
              validate4.errors = [{ instancePath: instancePath + "/product_id", schemaPath: "catalog/messages.yaml#/components/schemas/ProductId/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data1 == "number") {
                if (data1 > 9007199254740991 || isNaN(data1)) {
                  validate4.errors = [{ instancePath: instancePath + "/product_id", schemaPath: "catalog/messages.yaml#/components/schemas/ProductId/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                  return false;
                } else {
                  if (data1 < 1 || isNaN(data1)) {
                    validate4.errors = [{ instancePath: instancePath + "/product_id", schemaPath: "catalog/messages.yaml#/components/schemas/ProductId/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.product_data !== void 0) {
              const _errs5 = errors;
              if (!validate5(data.product_data, { instancePath: instancePath + "/product_data", parentData: data, parentDataProperty: "product_data", rootData })) {
                vErrors = vErrors === null ? validate5.errors : vErrors.concat(validate5.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.timestamp !== void 0) {
                let data3 = data.timestamp;
                const _errs6 = errors;
                const _errs7 = errors;
                if (errors === _errs7) {
                  if (errors === _errs7) {
                    if (typeof data3 === "string") {
                      if (!formats0(data3)) {
                        validate4.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "catalog/messages.yaml#/components/schemas/SaidAt/format", keyword: "format", params: { format: "iso-date-time" }, message: 'must match format "iso-date-time"' }];
                        return false;
                      }
                    } else {
                      validate4.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "catalog/messages.yaml#/components/schemas/SaidAt/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                }
                var valid0 = _errs6 === errors;
              } else {
                var valid0 = true;
              }
            }
          }
        }
      }
    } else {
      validate4.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate4.errors = vErrors;
  return errors === 0;
}
function validate8(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.event === void 0 && (missing0 = "event") || data.product_id === void 0 && (missing0 = "product_id")) {
        validate8.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.event !== void 0) {
          const _errs1 = errors;
          if ("product.deleted" !== data.event) {
            validate8.errors = [{ instancePath: instancePath + "/event", schemaPath: "#/properties/event/const", keyword: "const", params: { allowedValue: "product.deleted" }, message: "must be equal to constant" }];
            return false;
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.product_id !== void 0) {
            let data1 = data.product_id;
            const _errs2 = errors;
            const _errs3 = errors;
            if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)))) {
              validate8.errors = [{ instancePath: instancePath + "/product_id", schemaPath: "catalog/messages.yaml#/components/schemas/ProductId/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs3) {
              if (typeof data1 == "number") {
                if (data1 > 9007199254740991 || isNaN(data1)) {
                  validate8.errors = [{ instancePath: instancePath + "/product_id", schemaPath: "catalog/messages.yaml#/components/schemas/ProductId/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                  return false;
                } else {
                  if (data1 < 1 || isNaN(data1)) {
                    validate8.errors = [{ instancePath: instancePath + "/product_id", schemaPath: "catalog/messages.yaml#/components/schemas/ProductId/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs2 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.timestamp !== void 0) {
              let data2 = data.timestamp;
              const _errs5 = errors;
              const _errs6 = errors;
              if (errors === _errs6) {
                if (errors === _errs6) {
                  if (typeof data2 === "string") {
                    if (!formats0(data2)) {
                      validate8.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "catalog/messages.yaml#/components/schemas/SaidAt/format", keyword: "format", params: { format: "iso-date-time" }, message: 'must match format "iso-date-time"' }];
                      return false;
                    }
                  } else {
                    validate8.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "catalog/messages.yaml#/components/schemas/SaidAt/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
          }
        }
      }
    } else {
      validate8.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate8.errors = vErrors;
  return errors === 0;
}
function validate1(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  let tag0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    tag0 = data.event;
  }
  if (tag0 === "product.price_changed") {
    if (!validate2(data, { instancePath, parentData, parentDataProperty, rootData })) {
      vErrors = vErrors === null ? validate2.errors : vErrors.concat(validate2.errors);
      errors = vErrors.length;
    }
  } else if (tag0 === "product.created") {
    if (!validate4(data, { instancePath, parentData, parentDataProperty, rootData })) {
      vErrors = vErrors === null ? validate4.errors : vErrors.concat(validate4.errors);
      errors = vErrors.length;
    }
  } else if (tag0 === "product.deleted") {
    if (!validate8(data, { instancePath, parentData, parentDataProperty, rootData })) {
      vErrors = vErrors === null ? validate8.errors : vErrors.concat(validate8.errors);
      errors = vErrors.length;
    }
  } else {
    validate1.errors = [{ instancePath, schemaPath: "#/oneOf", keyword: "oneOf", params: { tag: "event", allowedValues: ["product.price_changed", "product.created", "product.deleted"] }, message: 'must be an object with "event" equal to one of "product.price_changed", "product.created", "product.deleted"' }];
    return false;
  }
  validate1.errors = vErrors;
  return errors === 0;
}
var formats6 = formats["date-time"];
function validate0(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.from_service === void 0 && (missing0 = "from_service") || data.to_service === void 0 && (missing0 = "to_service") || data.method === void 0 && (missing0 = "method") || data.payload === void 0 && (missing0 = "payload") || data.urgency === void 0 && (missing0 = "urgency") || data.timestamp === void 0 && (missing0 = "timestamp")) {
        validate0.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.from_service !== void 0) {
          let data0 = data.from_service;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (typeof data0 === "string") {
              if (func0(data0) > 200) {
                validate0.errors = [{ instancePath: instancePath + "/from_service", schemaPath: "#/properties/from_service/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                return false;
              } else {
                if (func0(data0) < 1) {
                  validate0.errors = [{ instancePath: instancePath + "/from_service", schemaPath: "#/properties/from_service/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              }
            } else {
              validate0.errors = [{ instancePath: instancePath + "/from_service", schemaPath: "#/properties/from_service/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.to_service !== void 0) {
            let data1 = data.to_service;
            const _errs3 = errors;
            if (typeof data1 !== "string") {
              validate0.errors = [{ instancePath: instancePath + "/to_service", schemaPath: "#/properties/to_service/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
            if (!(data1 === "http://localhost:8002/api/v1/orders" || data1 === "http://localhost:8003/api/v1/inventory")) {
              validate0.errors = [{ instancePath: instancePath + "/to_service", schemaPath: "#/properties/to_service/enum", keyword: "enum", params: { allowedValues: schema0.properties.to_service.enum }, message: "must be equal to one of the allowed values" }];
              return false;
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.method !== void 0) {
              let data2 = data.method;
              const _errs5 = errors;
              if (typeof data2 !== "string") {
                validate0.errors = [{ instancePath: instancePath + "/method", schemaPath: "catalog/messages.yaml#/components/schemas/Method/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
              if (!(data2 === "GET" || data2 === "POST" || data2 === "PUT" || data2 === "PATCH" || data2 === "DELETE")) {
                validate0.errors = [{ instancePath: instancePath + "/method", schemaPath: "catalog/messages.yaml#/components/schemas/Method/enum", keyword: "enum", params: { allowedValues: schema1.enum }, message: "must be equal to one of the allowed values" }];
                return false;
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.payload !== void 0) {
                const _errs8 = errors;
                if (!validate1(data.payload, { instancePath: instancePath + "/payload", parentData: data, parentDataProperty: "payload", rootData })) {
                  vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
                  errors = vErrors.length;
                }
                var valid0 = _errs8 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.urgency !== void 0) {
                  let data4 = data.urgency;
                  const _errs9 = errors;
                  if (typeof data4 !== "string") {
                    validate0.errors = [{ instancePath: instancePath + "/urgency", schemaPath: "catalog/messages.yaml#/components/schemas/Urgency/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                  if (!(data4 === "low" || data4 === "medium" || data4 === "high" || data4 === "critical")) {
                    validate0.errors = [{ instancePath: instancePath + "/urgency", schemaPath: "catalog/messages.yaml#/components/schemas/Urgency/enum", keyword: "enum", params: { allowedValues: schema15.enum }, message: "must be equal to one of the allowed values" }];
                    return false;
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
                if (valid0) {
                  if (data.timestamp !== void 0) {
                    let data5 = data.timestamp;
                    const _errs12 = errors;
                    if (errors === _errs12) {
                      if (errors === _errs12) {
                        if (typeof data5 === "string") {
                          if (!formats6(data5)) {
                            validate0.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/properties/timestamp/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' }];
                            return false;
                          }
                        } else {
                          validate0.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/properties/timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                      }
                    }
                    var valid0 = _errs12 === errors;
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
export {
  validateServiceMessage
};
