// Generated from asyncapi/portfolio/portfolio.yaml. Do not edit; run `npm run generate`.

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
var validateBalanceRequest = validate0;
var func0 = characters;
var formats0 = formats["date-time"];
function validate0(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.correlation_id === void 0 && (missing0 = "correlation_id") || data.user_id === void 0 && (missing0 = "user_id") || data.requested_by === void 0 && (missing0 = "requested_by") || data.timestamp === void 0 && (missing0 = "timestamp")) {
        validate0.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.correlation_id !== void 0) {
          let data0 = data.correlation_id;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (typeof data0 === "string") {
              if (func0(data0) > 255) {
                validate0.errors = [{ instancePath: instancePath + "/correlation_id", schemaPath: "#/properties/correlation_id/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" }];
                return false;
              } else {
                if (func0(data0) < 1) {
                  validate0.errors = [{ instancePath: instancePath + "/correlation_id", schemaPath: "#/properties/correlation_id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              }
            } else {
              validate0.errors = [{ instancePath: instancePath + "/correlation_id", schemaPath: "#/properties/correlation_id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
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
            const _errs3 = errors;
            const _errs4 = errors;
            if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)))) {
              validate0.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "portfolio/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
              return false;
            }
            if (errors === _errs4) {
              if (typeof data1 == "number") {
                if (data1 > 9007199254740991 || isNaN(data1)) {
                  validate0.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "portfolio/messages.yaml#/components/schemas/UserId/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                  return false;
                } else {
                  if (data1 < 1 || isNaN(data1)) {
                    validate0.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "portfolio/messages.yaml#/components/schemas/UserId/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                    return false;
                  }
                }
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.requested_by !== void 0) {
              let data2 = data.requested_by;
              const _errs6 = errors;
              if (errors === _errs6) {
                if (typeof data2 === "string") {
                  if (func0(data2) > 100) {
                    validate0.errors = [{ instancePath: instancePath + "/requested_by", schemaPath: "#/properties/requested_by/maxLength", keyword: "maxLength", params: { limit: 100 }, message: "must NOT have more than 100 characters" }];
                    return false;
                  } else {
                    if (func0(data2) < 1) {
                      validate0.errors = [{ instancePath: instancePath + "/requested_by", schemaPath: "#/properties/requested_by/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                      return false;
                    }
                  }
                } else {
                  validate0.errors = [{ instancePath: instancePath + "/requested_by", schemaPath: "#/properties/requested_by/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs6 === errors;
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
var validateBalanceResponse = validate1;
var pattern0 = new RegExp("^(0|[1-9][0-9]{0,15})\\.[0-9]{2}$", "u");
var pattern1 = new RegExp("^[A-Z]{3}$", "u");
function validate1(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  let tag0;
  if (data && typeof data == "object" && !Array.isArray(data)) {
    tag0 = data.success;
  }
  if (tag0 === true) {
    const _errs1 = errors;
    if (errors === _errs1) {
      if (data && typeof data == "object" && !Array.isArray(data)) {
        let missing0;
        if (data.correlation_id === void 0 && (missing0 = "correlation_id") || data.user_id === void 0 && (missing0 = "user_id") || data.balance === void 0 && (missing0 = "balance") || data.currency === void 0 && (missing0 = "currency") || data.success === void 0 && (missing0 = "success") || data.timestamp === void 0 && (missing0 = "timestamp")) {
          validate1.errors = [{ instancePath, schemaPath: "#/oneOf/0/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
          return false;
        } else {
          if (data.correlation_id !== void 0) {
            let data0 = data.correlation_id;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data0 === "string") {
                if (func0(data0) > 255) {
                  validate1.errors = [{ instancePath: instancePath + "/correlation_id", schemaPath: "#/oneOf/0/properties/correlation_id/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" }];
                  return false;
                } else {
                  if (func0(data0) < 1) {
                    validate1.errors = [{ instancePath: instancePath + "/correlation_id", schemaPath: "#/oneOf/0/properties/correlation_id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                }
              } else {
                validate1.errors = [{ instancePath: instancePath + "/correlation_id", schemaPath: "#/oneOf/0/properties/correlation_id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid1 = _errs3 === errors;
          } else {
            var valid1 = true;
          }
          if (valid1) {
            if (data.user_id !== void 0) {
              let data1 = data.user_id;
              const _errs5 = errors;
              const _errs6 = errors;
              if (!(typeof data1 == "number" && (!(data1 % 1) && !isNaN(data1)))) {
                validate1.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "portfolio/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs6) {
                if (typeof data1 == "number") {
                  if (data1 > 9007199254740991 || isNaN(data1)) {
                    validate1.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "portfolio/messages.yaml#/components/schemas/UserId/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data1 < 1 || isNaN(data1)) {
                      validate1.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "portfolio/messages.yaml#/components/schemas/UserId/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                      return false;
                    }
                  }
                }
              }
              var valid1 = _errs5 === errors;
            } else {
              var valid1 = true;
            }
            if (valid1) {
              if (data.balance !== void 0) {
                let data2 = data.balance;
                const _errs8 = errors;
                const _errs9 = errors;
                if (errors === _errs9) {
                  if (typeof data2 === "string") {
                    if (!pattern0.test(data2)) {
                      validate1.errors = [{ instancePath: instancePath + "/balance", schemaPath: "portfolio/messages.yaml#/components/schemas/Money/pattern", keyword: "pattern", params: { pattern: "^(0|[1-9][0-9]{0,15})\\.[0-9]{2}$" }, message: 'must match pattern "^(0|[1-9][0-9]{0,15})\\.[0-9]{2}$"' }];
                      return false;
                    }
                  } else {
                    validate1.errors = [{ instancePath: instancePath + "/balance", schemaPath: "portfolio/messages.yaml#/components/schemas/Money/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid1 = _errs8 === errors;
              } else {
                var valid1 = true;
              }
              if (valid1) {
                if (data.currency !== void 0) {
                  let data3 = data.currency;
                  const _errs11 = errors;
                  if (errors === _errs11) {
                    if (typeof data3 === "string") {
                      if (!pattern1.test(data3)) {
                        validate1.errors = [{ instancePath: instancePath + "/currency", schemaPath: "#/oneOf/0/properties/currency/pattern", keyword: "pattern", params: { pattern: "^[A-Z]{3}$" }, message: 'must match pattern "^[A-Z]{3}$"' }];
                        return false;
                      }
                    } else {
                      validate1.errors = [{ instancePath: instancePath + "/currency", schemaPath: "#/oneOf/0/properties/currency/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                  var valid1 = _errs11 === errors;
                } else {
                  var valid1 = true;
                }
                if (valid1) {
                  if (data.success !== void 0) {
                    const _errs13 = errors;
                    if (true !== data.success) {
                      validate1.errors = [{ instancePath: instancePath + "/success", schemaPath: "#/oneOf/0/properties/success/const", keyword: "const", params: { allowedValue: true }, message: "must be equal to constant" }];
                      return false;
                    }
                    var valid1 = _errs13 === errors;
                  } else {
                    var valid1 = true;
                  }
                  if (valid1) {
                    if (data.timestamp !== void 0) {
                      let data5 = data.timestamp;
                      const _errs14 = errors;
                      if (errors === _errs14) {
                        if (errors === _errs14) {
                          if (typeof data5 === "string") {
                            if (!formats0(data5)) {
                              validate1.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/oneOf/0/properties/timestamp/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' }];
                              return false;
                            }
                          } else {
                            validate1.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/oneOf/0/properties/timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                            return false;
                          }
                        }
                      }
                      var valid1 = _errs14 === errors;
                    } else {
                      var valid1 = true;
                    }
                  }
                }
              }
            }
          }
        }
      } else {
        validate1.errors = [{ instancePath, schemaPath: "#/oneOf/0/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
        return false;
      }
    }
  } else if (tag0 === false) {
    const _errs16 = errors;
    if (errors === _errs16) {
      if (data && typeof data == "object" && !Array.isArray(data)) {
        let missing1;
        if (data.correlation_id === void 0 && (missing1 = "correlation_id") || data.user_id === void 0 && (missing1 = "user_id") || data.success === void 0 && (missing1 = "success") || data.error === void 0 && (missing1 = "error") || data.timestamp === void 0 && (missing1 = "timestamp")) {
          validate1.errors = [{ instancePath, schemaPath: "#/oneOf/1/required", keyword: "required", params: { missingProperty: missing1 }, message: "must have required property '" + missing1 + "'" }];
          return false;
        } else {
          if (data.correlation_id !== void 0) {
            let data6 = data.correlation_id;
            const _errs18 = errors;
            if (errors === _errs18) {
              if (typeof data6 === "string") {
                if (func0(data6) > 255) {
                  validate1.errors = [{ instancePath: instancePath + "/correlation_id", schemaPath: "#/oneOf/1/properties/correlation_id/maxLength", keyword: "maxLength", params: { limit: 255 }, message: "must NOT have more than 255 characters" }];
                  return false;
                } else {
                  if (func0(data6) < 1) {
                    validate1.errors = [{ instancePath: instancePath + "/correlation_id", schemaPath: "#/oneOf/1/properties/correlation_id/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                }
              } else {
                validate1.errors = [{ instancePath: instancePath + "/correlation_id", schemaPath: "#/oneOf/1/properties/correlation_id/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid4 = _errs18 === errors;
          } else {
            var valid4 = true;
          }
          if (valid4) {
            if (data.user_id !== void 0) {
              let data7 = data.user_id;
              const _errs20 = errors;
              const _errs21 = errors;
              if (!(typeof data7 == "number" && (!(data7 % 1) && !isNaN(data7)))) {
                validate1.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "portfolio/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
                return false;
              }
              if (errors === _errs21) {
                if (typeof data7 == "number") {
                  if (data7 > 9007199254740991 || isNaN(data7)) {
                    validate1.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "portfolio/messages.yaml#/components/schemas/UserId/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
                    return false;
                  } else {
                    if (data7 < 1 || isNaN(data7)) {
                      validate1.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "portfolio/messages.yaml#/components/schemas/UserId/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                      return false;
                    }
                  }
                }
              }
              var valid4 = _errs20 === errors;
            } else {
              var valid4 = true;
            }
            if (valid4) {
              if (data.success !== void 0) {
                const _errs23 = errors;
                if (false !== data.success) {
                  validate1.errors = [{ instancePath: instancePath + "/success", schemaPath: "#/oneOf/1/properties/success/const", keyword: "const", params: { allowedValue: false }, message: "must be equal to constant" }];
                  return false;
                }
                var valid4 = _errs23 === errors;
              } else {
                var valid4 = true;
              }
              if (valid4) {
                if (data.error !== void 0) {
                  let data9 = data.error;
                  const _errs24 = errors;
                  if (errors === _errs24) {
                    if (typeof data9 === "string") {
                      if (func0(data9) > 200) {
                        validate1.errors = [{ instancePath: instancePath + "/error", schemaPath: "#/oneOf/1/properties/error/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                        return false;
                      } else {
                        if (func0(data9) < 1) {
                          validate1.errors = [{ instancePath: instancePath + "/error", schemaPath: "#/oneOf/1/properties/error/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                          return false;
                        }
                      }
                    } else {
                      validate1.errors = [{ instancePath: instancePath + "/error", schemaPath: "#/oneOf/1/properties/error/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                  var valid4 = _errs24 === errors;
                } else {
                  var valid4 = true;
                }
                if (valid4) {
                  if (data.timestamp !== void 0) {
                    let data10 = data.timestamp;
                    const _errs26 = errors;
                    if (errors === _errs26) {
                      if (errors === _errs26) {
                        if (typeof data10 === "string") {
                          if (!formats0(data10)) {
                            validate1.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/oneOf/1/properties/timestamp/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' }];
                            return false;
                          }
                        } else {
                          validate1.errors = [{ instancePath: instancePath + "/timestamp", schemaPath: "#/oneOf/1/properties/timestamp/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                          return false;
                        }
                      }
                    }
                    var valid4 = _errs26 === errors;
                  } else {
                    var valid4 = true;
                  }
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
    validate1.errors = [{ instancePath, schemaPath: "#/oneOf", keyword: "oneOf", params: { tag: "success", allowedValues: [true, false] }, message: 'must be an object with "success" equal to one of true, false' }];
    return false;
  }
  validate1.errors = vErrors;
  return errors === 0;
}
var validateOrderCompleted = validate2;
var pattern2 = new RegExp("^[0-9]+(\\.[0-9]+)?$", "u");
function validate2(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.orderId === void 0 && (missing0 = "orderId") || data.customerId === void 0 && (missing0 = "customerId") || data.itemId === void 0 && (missing0 = "itemId") || data.price === void 0 && (missing0 = "price") || data.completedAt === void 0 && (missing0 = "completedAt")) {
        validate2.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.orderId !== void 0) {
          let data0 = data.orderId;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (typeof data0 === "string") {
              if (func0(data0) < 1) {
                validate2.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "#/properties/orderId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                return false;
              }
            } else {
              validate2.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "#/properties/orderId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.customerId !== void 0) {
            let data1 = data.customerId;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data1 === "string") {
                if (func0(data1) < 1) {
                  validate2.errors = [{ instancePath: instancePath + "/customerId", schemaPath: "#/properties/customerId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              } else {
                validate2.errors = [{ instancePath: instancePath + "/customerId", schemaPath: "#/properties/customerId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.itemId !== void 0) {
              let data2 = data.itemId;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (typeof data2 === "string") {
                  if (func0(data2) < 1) {
                    validate2.errors = [{ instancePath: instancePath + "/itemId", schemaPath: "#/properties/itemId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                } else {
                  validate2.errors = [{ instancePath: instancePath + "/itemId", schemaPath: "#/properties/itemId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.price !== void 0) {
                let data3 = data.price;
                const _errs7 = errors;
                if (errors === _errs7) {
                  if (typeof data3 === "string") {
                    if (!pattern2.test(data3)) {
                      validate2.errors = [{ instancePath: instancePath + "/price", schemaPath: "#/properties/price/pattern", keyword: "pattern", params: { pattern: "^[0-9]+(\\.[0-9]+)?$" }, message: 'must match pattern "^[0-9]+(\\.[0-9]+)?$"' }];
                      return false;
                    }
                  } else {
                    validate2.errors = [{ instancePath: instancePath + "/price", schemaPath: "#/properties/price/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.completedAt !== void 0) {
                  let data4 = data.completedAt;
                  const _errs9 = errors;
                  if (errors === _errs9) {
                    if (errors === _errs9) {
                      if (typeof data4 === "string") {
                        if (!formats0(data4)) {
                          validate2.errors = [{ instancePath: instancePath + "/completedAt", schemaPath: "#/properties/completedAt/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' }];
                          return false;
                        }
                      } else {
                        validate2.errors = [{ instancePath: instancePath + "/completedAt", schemaPath: "#/properties/completedAt/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
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
var validateOrderFailed = validate3;
function validate3(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.orderId === void 0 && (missing0 = "orderId") || data.customerId === void 0 && (missing0 = "customerId") || data.itemId === void 0 && (missing0 = "itemId") || data.failedAt === void 0 && (missing0 = "failedAt")) {
        validate3.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.orderId !== void 0) {
          let data0 = data.orderId;
          const _errs1 = errors;
          if (errors === _errs1) {
            if (typeof data0 === "string") {
              if (func0(data0) < 1) {
                validate3.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "#/properties/orderId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                return false;
              }
            } else {
              validate3.errors = [{ instancePath: instancePath + "/orderId", schemaPath: "#/properties/orderId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.customerId !== void 0) {
            let data1 = data.customerId;
            const _errs3 = errors;
            if (errors === _errs3) {
              if (typeof data1 === "string") {
                if (func0(data1) < 1) {
                  validate3.errors = [{ instancePath: instancePath + "/customerId", schemaPath: "#/properties/customerId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              } else {
                validate3.errors = [{ instancePath: instancePath + "/customerId", schemaPath: "#/properties/customerId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                return false;
              }
            }
            var valid0 = _errs3 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.itemId !== void 0) {
              let data2 = data.itemId;
              const _errs5 = errors;
              if (errors === _errs5) {
                if (typeof data2 === "string") {
                  if (func0(data2) < 1) {
                    validate3.errors = [{ instancePath: instancePath + "/itemId", schemaPath: "#/properties/itemId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                    return false;
                  }
                } else {
                  validate3.errors = [{ instancePath: instancePath + "/itemId", schemaPath: "#/properties/itemId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs5 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.reason !== void 0) {
                const _errs7 = errors;
                if (typeof data.reason !== "string") {
                  validate3.errors = [{ instancePath: instancePath + "/reason", schemaPath: "#/properties/reason/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
                var valid0 = _errs7 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.failedAt !== void 0) {
                  let data4 = data.failedAt;
                  const _errs9 = errors;
                  if (errors === _errs9) {
                    if (errors === _errs9) {
                      if (typeof data4 === "string") {
                        if (!formats0(data4)) {
                          validate3.errors = [{ instancePath: instancePath + "/failedAt", schemaPath: "#/properties/failedAt/format", keyword: "format", params: { format: "date-time" }, message: 'must match format "date-time"' }];
                          return false;
                        }
                      } else {
                        validate3.errors = [{ instancePath: instancePath + "/failedAt", schemaPath: "#/properties/failedAt/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                        return false;
                      }
                    }
                  }
                  var valid0 = _errs9 === errors;
                } else {
                  var valid0 = true;
                }
              }
            }
          }
        }
      }
    } else {
      validate3.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate3.errors = vErrors;
  return errors === 0;
}
export {
  validateBalanceRequest,
  validateBalanceResponse,
  validateOrderCompleted,
  validateOrderFailed
};
