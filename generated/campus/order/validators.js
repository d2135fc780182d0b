// Generated from asyncapi/campus/order.yaml. Do not edit; run `npm run generate`.

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
var formats = { "date-time": isDateTime };
var validateOrderPlaced = validate0;
var pattern0 = new RegExp("^ORD-[0-9]{8}-[0-9a-z]{8}$", "u");
var func0 = characters;
function validate2(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.item_id === void 0 && (missing0 = "item_id") || data.quantity === void 0 && (missing0 = "quantity") || data.price === void 0 && (missing0 = "price")) {
        validate2.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.item_id !== void 0) {
          let data0 = data.item_id;
          const _errs1 = errors;
          const _errs2 = errors;
          if (errors === _errs2) {
            if (typeof data0 === "string") {
              if (func0(data0) > 100) {
                validate2.errors = [{ instancePath: instancePath + "/item_id", schemaPath: "campus/messages.yaml#/components/schemas/ItemId/maxLength", keyword: "maxLength", params: { limit: 100 }, message: "must NOT have more than 100 characters" }];
                return false;
              } else {
                if (func0(data0) < 1) {
                  validate2.errors = [{ instancePath: instancePath + "/item_id", schemaPath: "campus/messages.yaml#/components/schemas/ItemId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              }
            } else {
              validate2.errors = [{ instancePath: instancePath + "/item_id", schemaPath: "campus/messages.yaml#/components/schemas/ItemId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.quantity !== void 0) {
            let data1 = data.quantity;
            const _errs4 = errors;
            if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)))) {
              validate2.errors = [{ instancePath: instancePath + "/quantity", schemaPath: "#/properties/quantity/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs4) {
              if (typeof data1 == "number") {
                if (data1 > 1e6 || isNaN(data1)) {
                  validate2.errors = [{ instancePath: instancePath + "/quantity", schemaPath: "#/properties/quantity/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e6 }, message: "must be <= 1000000" }];
                  return false;
                } else {
                  if (data1 < 1 || isNaN(data1)) {
                    validate2.errors = [{ instancePath: instancePath + "/quantity", schemaPath: "#/properties/quantity/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.price !== void 0) {
              let data2 = data.price;
              const _errs6 = errors;
              if (errors === _errs6) {
                if (typeof data2 == "number") {
                  if (data2 > 1e9 || isNaN(data2)) {
                    validate2.errors = [{ instancePath: instancePath + "/price", schemaPath: "#/properties/price/maximum", keyword: "maximum", params: { comparison: "<=", limit: 1e9 }, message: "must be <= 1000000000" }];
                    return false;
                  } else {
                    if (data2 < 0 || isNaN(data2)) {
                      validate2.errors = [{ instancePath: instancePath + "/price", schemaPath: "#/properties/price/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
                      return false;
                    }
                  }
                } else {
                  validate2.errors = [{ instancePath: instancePath + "/price", schemaPath: "#/properties/price/type", keyword: "type", params: { type: "number" }, message: "must be number" }];
                  return false;
                }
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
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
function validate1(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (Array.isArray(data)) {
      if (data.length > 100) {
        validate1.errors = [{ instancePath, schemaPath: "#/maxItems", keyword: "maxItems", params: { limit: 100 }, message: "must NOT have more than 100 items" }];
        return false;
      } else {
        if (data.length < 1) {
          validate1.errors = [{ instancePath, schemaPath: "#/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" }];
          return false;
        } else {
          var valid0 = true;
          const len0 = data.length;
          for (let i0 = 0; i0 < len0; i0++) {
            const _errs1 = errors;
            if (!validate2(data[i0], { instancePath: instancePath + "/" + i0, parentData: data, parentDataProperty: i0, rootData })) {
              vErrors = vErrors === null ? validate2.errors : vErrors.concat(validate2.errors);
              errors = vErrors.length;
            }
            var valid0 = _errs1 === errors;
            if (!valid0) {
              break;
            }
          }
        }
      }
    } else {
      validate1.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
      return false;
    }
  }
  validate1.errors = vErrors;
  return errors === 0;
}
var formats0 = formats["date-time"];
function validate0(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.order_id === void 0 && (missing0 = "order_id") || data.user_id === void 0 && (missing0 = "user_id") || data.items === void 0 && (missing0 = "items") || data.timestamp === void 0 && (missing0 = "timestamp")) {
        validate0.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.order_id !== void 0) {
          let data0 = data.order_id;
          const _errs1 = errors;
          const _errs2 = errors;
          if (errors === _errs2) {
            if (typeof data0 === "string") {
              if (!pattern0.test(data0)) {
                validate0.errors = [{ instancePath: instancePath + "/order_id", schemaPath: "campus/messages.yaml#/components/schemas/OrderId/pattern", keyword: "pattern", params: { pattern: "^ORD-[0-9]{8}-[0-9a-z]{8}$" }, message: 'must match pattern "^ORD-[0-9]{8}-[0-9a-z]{8}$"' }];
                return false;
              }
            } else {
              validate0.errors = [{ instancePath: instancePath + "/order_id", schemaPath: "campus/messages.yaml#/components/schemas/OrderId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.user_id !== void 0) {
            let data1 = data.user_id;
            const _errs4 = errors;
            const _errs5 = errors;
            if (errors === _errs5) {
              if (typeof data1 === "string") {
                if (func0(data1) > 200) {
                  validate0.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "campus/messages.yaml#/components/schemas/UserId/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func0(data1) < 1) {
                    validate0.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "campus/messages.yaml#/components/schemas/UserId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                }
              } else {
                validate0.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "campus/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.items !== void 0) {
              const _errs7 = errors;
              if (!validate1(data.items, { instancePath: instancePath + "/items", parentData: data, parentDataProperty: "items", rootData })) {
                vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.timestamp !== void 0) {
                let data3 = data.timestamp;
                const _errs8 = errors;
                if (errors === _errs8) {
                  if (errors === _errs8) {
                    if (typeof data3 === "string") {
                      if (!formats0(data3)) {
                        validate0.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/properties/timestamp/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' }];
                        return false;
                      }
                    } else {
                      validate0.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/properties/timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
      validate0.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate0.errors = vErrors;
  return errors === 0;
}
var validateInventoryReserved = validate5;
function validate5(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.order_id === void 0 && (missing0 = "order_id") || data.user_id === void 0 && (missing0 = "user_id") || data.items === void 0 && (missing0 = "items") || data.timestamp === void 0 && (missing0 = "timestamp")) {
        validate5.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.order_id !== void 0) {
          let data0 = data.order_id;
          const _errs1 = errors;
          const _errs2 = errors;
          if (errors === _errs2) {
            if (typeof data0 === "string") {
              if (!pattern0.test(data0)) {
                validate5.errors = [{ instancePath: instancePath + "/order_id", schemaPath: "campus/messages.yaml#/components/schemas/OrderId/pattern", keyword: "pattern", params: { pattern: "^ORD-[0-9]{8}-[0-9a-z]{8}$" }, message: 'must match pattern "^ORD-[0-9]{8}-[0-9a-z]{8}$"' }];
                return false;
              }
            } else {
              validate5.errors = [{ instancePath: instancePath + "/order_id", schemaPath: "campus/messages.yaml#/components/schemas/OrderId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.user_id !== void 0) {
            let data1 = data.user_id;
            const _errs4 = errors;
            const _errs5 = errors;
            if (errors === _errs5) {
              if (typeof data1 === "string") {
                if (func0(data1) > 200) {
                  validate5.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "campus/messages.yaml#/components/schemas/UserId/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func0(data1) < 1) {
                    validate5.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "campus/messages.yaml#/components/schemas/UserId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                }
              } else {
                validate5.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "campus/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.items !== void 0) {
              const _errs7 = errors;
              if (!validate1(data.items, { instancePath: instancePath + "/items", parentData: data, parentDataProperty: "items", rootData })) {
                vErrors = vErrors === null ? validate1.errors : vErrors.concat(validate1.errors);
                errors = vErrors.length;
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.timestamp !== void 0) {
                let data3 = data.timestamp;
                const _errs8 = errors;
                if (errors === _errs8) {
                  if (errors === _errs8) {
                    if (typeof data3 === "string") {
                      if (!formats0(data3)) {
                        validate5.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/properties/timestamp/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' }];
                        return false;
                      }
                    } else {
                      validate5.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/properties/timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
      validate5.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate5.errors = vErrors;
  return errors === 0;
}
var validateInventoryFailed = validate7;
function validate8(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.item_id === void 0 && (missing0 = "item_id") || data.requested === void 0 && (missing0 = "requested") || data.available === void 0 && (missing0 = "available")) {
        validate8.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.item_id !== void 0) {
          let data0 = data.item_id;
          const _errs1 = errors;
          const _errs2 = errors;
          if (errors === _errs2) {
            if (typeof data0 === "string") {
              if (func0(data0) > 100) {
                validate8.errors = [{ instancePath: instancePath + "/item_id", schemaPath: "campus/messages.yaml#/components/schemas/ItemId/maxLength", keyword: "maxLength", params: { limit: 100 }, message: "must NOT have more than 100 characters" }];
                return false;
              } else {
                if (func0(data0) < 1) {
                  validate8.errors = [{ instancePath: instancePath + "/item_id", schemaPath: "campus/messages.yaml#/components/schemas/ItemId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              }
            } else {
              validate8.errors = [{ instancePath: instancePath + "/item_id", schemaPath: "campus/messages.yaml#/components/schemas/ItemId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.requested !== void 0) {
            let data1 = data.requested;
            const _errs4 = errors;
            if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)))) {
              validate8.errors = [{ instancePath: instancePath + "/requested", schemaPath: "#/properties/requested/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs4) {
              if (typeof data1 == "number") {
                if (data1 < 1 || isNaN(data1)) {
                  validate8.errors = [{ instancePath: instancePath + "/requested", schemaPath: "#/properties/requested/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                  return false;
                }
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.available !== void 0) {
              let data2 = data.available;
              const _errs6 = errors;
              if (!(typeof data2 == "number" && (!(data2 % 1) && !isNaN(data2)))) {
                validate8.errors = [{ instancePath: instancePath + "/available", schemaPath: "#/properties/available/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data2 == "number") {
                  if (data2 < 0 || isNaN(data2)) {
                    validate8.errors = [{ instancePath: instancePath + "/available", schemaPath: "#/properties/available/minimum", keyword: "minimum", params: { comparison: ">=", limit: 0 }, message: "must be >= 0" }];
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
    } else {
      validate8.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate8.errors = vErrors;
  return errors === 0;
}
function validate7(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.order_id === void 0 && (missing0 = "order_id") || data.user_id === void 0 && (missing0 = "user_id") || data.reason === void 0 && (missing0 = "reason") || data.unavailable === void 0 && (missing0 = "unavailable") || data.timestamp === void 0 && (missing0 = "timestamp")) {
        validate7.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.order_id !== void 0) {
          let data0 = data.order_id;
          const _errs1 = errors;
          const _errs2 = errors;
          if (errors === _errs2) {
            if (typeof data0 === "string") {
              if (!pattern0.test(data0)) {
                validate7.errors = [{ instancePath: instancePath + "/order_id", schemaPath: "campus/messages.yaml#/components/schemas/OrderId/pattern", keyword: "pattern", params: { pattern: "^ORD-[0-9]{8}-[0-9a-z]{8}$" }, message: 'must match pattern "^ORD-[0-9]{8}-[0-9a-z]{8}$"' }];
                return false;
              }
            } else {
              validate7.errors = [{ instancePath: instancePath + "/order_id", schemaPath: "campus/messages.yaml#/components/schemas/OrderId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.user_id !== void 0) {
            let data1 = data.user_id;
            const _errs4 = errors;
            const _errs5 = errors;
            if (errors === _errs5) {
              if (typeof data1 === "string") {
                if (func0(data1) > 200) {
                  validate7.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "campus/messages.yaml#/components/schemas/UserId/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                  return false;
                } else {
                  if (func0(data1) < 1) {
                    validate7.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "campus/messages.yaml#/components/schemas/UserId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                }
              } else {
                validate7.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "campus/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs4 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.reason !== void 0) {
              let data2 = data.reason;
              const _errs7 = errors;
              if (errors === _errs7) {
                if (typeof data2 === "string") {
                  if (func0(data2) < 1) {
                    validate7.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                } else {
                  validate7.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.unavailable !== void 0) {
                let data3 = data.unavailable;
                const _errs9 = errors;
                if (errors === _errs9) {
                  if (Array.isArray(data3)) {
                    if (data3.length < 1) {
                      validate7.errors = [{ instancePath: instancePath + "/unavailable", schemaPath: "#/properties/unavailable/minItems", keyword: "minItems", params: { limit: 1 }, message: "must NOT have fewer than 1 items" }];
                      return false;
                    } else {
                      var valid3 = true;
                      const len0 = data3.length;
                      for (let i0 = 0; i0 < len0; i0++) {
                        const _errs11 = errors;
                        if (!validate8(data3[i0], { instancePath: instancePath + "/unavailable/" + i0, parentData: data3, parentDataProperty: i0, rootData })) {
                          vErrors = vErrors === null ? validate8.errors : vErrors.concat(validate8.errors);
                          errors = vErrors.length;
                        }
                        var valid3 = _errs11 === errors;
                        if (!valid3) {
                          break;
                        }
                      }
                    }
                  } else {
                    validate7.errors = [{ instancePath: instancePath + "/unavailable", schemaPath: "#/properties/unavailable/type", keyword: "type", params: { type: "array" }, message: "must be array" }];
                    return false;
                  }
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
                        if (!formats0(data5)) {
                          validate7.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/properties/timestamp/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' }];
                          return false;
                        }
                      } else {
                        validate7.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/properties/timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
    } else {
      validate7.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate7.errors = vErrors;
  return errors === 0;
}
export {
  validateInventoryFailed,
  validateInventoryReserved,
  validateOrderPlaced
};
