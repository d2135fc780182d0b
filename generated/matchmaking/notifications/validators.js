// Generated from asyncapi/matchmaking/notifications.yaml. Do not edit; run `npm run generate`.

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

// validators
var validateNotification = validate0;
var schema0 = { "$id": "warren:matchmaking%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FNotification", "type": "object", "required": ["user_id", "type", "title", "body"], "properties": { "user_id": { "allOf": [{ "$ref": "warren:matchmaking%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FUserId" }] }, "type": { "type": "string", "enum": ["trade_offer_received", "trade_offer_accepted", "trade_offer_rejected", "trade_offer_cancelled"] }, "title": { "$ref": "warren:matchmaking%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FTitle" }, "body": { "$ref": "warren:matchmaking%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FBody" }, "related_user_id": { "allOf": [{ "$ref": "warren:matchmaking%2Fmessages.yaml%23%2Fcomponents%2Fschemas%2FUserId" }] } } };
var func0 = characters;
function validate0(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.user_id === void 0 && (missing0 = "user_id") || data.type === void 0 && (missing0 = "type") || data.title === void 0 && (missing0 = "title") || data.body === void 0 && (missing0 = "body")) {
        validate0.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.user_id !== void 0) {
          let data0 = data.user_id;
          const _errs1 = errors;
          const _errs3 = errors;
          if (errors === _errs3) {
            if (typeof data0 === "string") {
              if (func0(data0) > 200) {
                validate0.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                return false;
              } else {
                if (func0(data0) < 1) {
                  validate0.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              }
            } else {
              validate0.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.type !== void 0) {
            let data1 = data.type;
            const _errs5 = errors;
            if (typeof data1 !== "string") {
              validate0.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
            if (!(data1 === "trade_offer_received" || data1 === "trade_offer_accepted" || data1 === "trade_offer_rejected" || data1 === "trade_offer_cancelled")) {
              validate0.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/enum", keyword: "enum", params: { allowedValues: schema0.properties.type.enum }, message: "must be equal to one of the allowed values" }];
              return false;
            }
            var valid0 = _errs5 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.title !== void 0) {
              let data2 = data.title;
              const _errs7 = errors;
              const _errs8 = errors;
              if (errors === _errs8) {
                if (typeof data2 === "string") {
                  if (func0(data2) > 200) {
                    validate0.errors = [{ instancePath: instancePath + "/title", schemaPath: "matchmaking/messages.yaml#/components/schemas/Title/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                    return false;
                  } else {
                    if (func0(data2) < 1) {
                      validate0.errors = [{ instancePath: instancePath + "/title", schemaPath: "matchmaking/messages.yaml#/components/schemas/Title/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                      return false;
                    }
                  }
                } else {
                  validate0.errors = [{ instancePath: instancePath + "/title", schemaPath: "matchmaking/messages.yaml#/components/schemas/Title/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs7 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.body !== void 0) {
                let data3 = data.body;
                const _errs10 = errors;
                const _errs11 = errors;
                if (errors === _errs11) {
                  if (typeof data3 === "string") {
                    if (func0(data3) > 2e3) {
                      validate0.errors = [{ instancePath: instancePath + "/body", schemaPath: "matchmaking/messages.yaml#/components/schemas/Body/maxLength", keyword: "maxLength", params: { limit: 2e3 }, message: "must NOT have more than 2000 characters" }];
                      return false;
                    } else {
                      if (func0(data3) < 1) {
                        validate0.errors = [{ instancePath: instancePath + "/body", schemaPath: "matchmaking/messages.yaml#/components/schemas/Body/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                        return false;
                      }
                    }
                  } else {
                    validate0.errors = [{ instancePath: instancePath + "/body", schemaPath: "matchmaking/messages.yaml#/components/schemas/Body/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs10 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.related_user_id !== void 0) {
                  let data4 = data.related_user_id;
                  const _errs13 = errors;
                  const _errs15 = errors;
                  if (errors === _errs15) {
                    if (typeof data4 === "string") {
                      if (func0(data4) > 200) {
                        validate0.errors = [{ instancePath: instancePath + "/related_user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                        return false;
                      } else {
                        if (func0(data4) < 1) {
                          validate0.errors = [{ instancePath: instancePath + "/related_user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                          return false;
                        }
                      }
                    } else {
                      validate0.errors = [{ instancePath: instancePath + "/related_user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
                    }
                  }
                  var valid0 = _errs13 === errors;
                } else {
                  var valid0 = true;
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
var validateNewOfferNotification = validate1;
function validate1(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      let missing0;
      if (data.user_id === void 0 && (missing0 = "user_id") || data.type === void 0 && (missing0 = "type") || data.title === void 0 && (missing0 = "title") || data.body === void 0 && (missing0 = "body") || data.related_user_id === void 0 && (missing0 = "related_user_id")) {
        validate1.errors = [{ instancePath, schemaPath: "#/required", keyword: "required", params: { missingProperty: missing0 }, message: "must have required property '" + missing0 + "'" }];
        return false;
      } else {
        if (data.user_id !== void 0) {
          let data0 = data.user_id;
          const _errs1 = errors;
          const _errs3 = errors;
          if (errors === _errs3) {
            if (typeof data0 === "string") {
              if (func0(data0) > 200) {
                validate1.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                return false;
              } else {
                if (func0(data0) < 1) {
                  validate1.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                  return false;
                }
              }
            } else {
              validate1.errors = [{ instancePath: instancePath + "/user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
              return false;
            }
          }
          var valid0 = _errs1 === errors;
        } else {
          var valid0 = true;
        }
        if (valid0) {
          if (data.type !== void 0) {
            const _errs5 = errors;
            if ("trade_offer_received" !== data.type) {
              validate1.errors = [{ instancePath: instancePath + "/type", schemaPath: "#/properties/type/const", keyword: "const", params: { allowedValue: "trade_offer_received" }, message: "must be equal to constant" }];
              return false;
            }
            var valid0 = _errs5 === errors;
          } else {
            var valid0 = true;
          }
          if (valid0) {
            if (data.title !== void 0) {
              let data2 = data.title;
              const _errs6 = errors;
              const _errs7 = errors;
              if (errors === _errs7) {
                if (typeof data2 === "string") {
                  if (func0(data2) > 200) {
                    validate1.errors = [{ instancePath: instancePath + "/title", schemaPath: "matchmaking/messages.yaml#/components/schemas/Title/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                    return false;
                  } else {
                    if (func0(data2) < 1) {
                      validate1.errors = [{ instancePath: instancePath + "/title", schemaPath: "matchmaking/messages.yaml#/components/schemas/Title/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                      return false;
                    }
                  }
                } else {
                  validate1.errors = [{ instancePath: instancePath + "/title", schemaPath: "matchmaking/messages.yaml#/components/schemas/Title/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                  return false;
                }
              }
              var valid0 = _errs6 === errors;
            } else {
              var valid0 = true;
            }
            if (valid0) {
              if (data.body !== void 0) {
                let data3 = data.body;
                const _errs9 = errors;
                const _errs10 = errors;
                if (errors === _errs10) {
                  if (typeof data3 === "string") {
                    if (func0(data3) > 2e3) {
                      validate1.errors = [{ instancePath: instancePath + "/body", schemaPath: "matchmaking/messages.yaml#/components/schemas/Body/maxLength", keyword: "maxLength", params: { limit: 2e3 }, message: "must NOT have more than 2000 characters" }];
                      return false;
                    } else {
                      if (func0(data3) < 1) {
                        validate1.errors = [{ instancePath: instancePath + "/body", schemaPath: "matchmaking/messages.yaml#/components/schemas/Body/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                        return false;
                      }
                    }
                  } else {
                    validate1.errors = [{ instancePath: instancePath + "/body", schemaPath: "matchmaking/messages.yaml#/components/schemas/Body/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                    return false;
                  }
                }
                var valid0 = _errs9 === errors;
              } else {
                var valid0 = true;
              }
              if (valid0) {
                if (data.related_user_id !== void 0) {
                  let data4 = data.related_user_id;
                  const _errs12 = errors;
                  const _errs14 = errors;
                  if (errors === _errs14) {
                    if (typeof data4 === "string") {
                      if (func0(data4) > 200) {
                        validate1.errors = [{ instancePath: instancePath + "/related_user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/maxLength", keyword: "maxLength", params: { limit: 200 }, message: "must NOT have more than 200 characters" }];
                        return false;
                      } else {
                        if (func0(data4) < 1) {
                          validate1.errors = [{ instancePath: instancePath + "/related_user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/minLength", keyword: "minLength", params: { limit: 1 }, message: "must NOT have fewer than 1 characters" }];
                          return false;
                        }
                      }
                    } else {
                      validate1.errors = [{ instancePath: instancePath + "/related_user_id", schemaPath: "matchmaking/messages.yaml#/components/schemas/UserId/type", keyword: "type", params: { type: "string" }, message: "must be string" }];
                      return false;
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
      validate1.errors = [{ instancePath, schemaPath: "#/type", keyword: "type", params: { type: "object" }, message: "must be object" }];
      return false;
    }
  }
  validate1.errors = vErrors;
  return errors === 0;
}
var validateNotificationHeaders = validate2;
function validate2(data, { instancePath = "", parentData, parentDataProperty, rootData = data } = {}) {
  ;
  let vErrors = null;
  let errors = 0;
  if (errors === 0) {
    if (data && typeof data == "object" && !Array.isArray(data)) {
      if (data.sequence !== void 0) {
        let data0 = data.sequence;
        const _errs1 = errors;
        if (!(typeof data0 == "number" && (!(data0 % 1) && !isNaN(data0)))) {
          validate2.errors = [{ instancePath: instancePath + "/sequence", schemaPath: "#/properties/sequence/type", keyword: "type", params: { type: "integer" }, message: "must be integer" }];
          return false;
        }
        if (errors === _errs1) {
          if (typeof data0 == "number") {
            if (data0 > 9007199254740991 || isNaN(data0)) {
              validate2.errors = [{ instancePath: instancePath + "/sequence", schemaPath: "#/properties/sequence/maximum", keyword: "maximum", params: { comparison: "<=", limit: 9007199254740991 }, message: "must be <= 9007199254740991" }];
              return false;
            } else {
              if (data0 < 1 || isNaN(data0)) {
                validate2.errors = [{ instancePath: instancePath + "/sequence", schemaPath: "#/properties/sequence/minimum", keyword: "minimum", params: { comparison: ">=", limit: 1 }, message: "must be >= 1" }];
                return false;
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
export {
  validateNewOfferNotification,
  validateNotification,
  validateNotificationHeaders
};
