//! The coded rules, one file for each module of Bandit's `plugins`, so that the twin is easy to hold beside it.

pub mod app_debug;
pub mod asserts;
pub mod crypto_request_no_cert_validation;
pub mod django_sql_injection;
pub mod django_xss;
pub mod exec;
pub mod general_bad_file_permissions;
pub mod general_bind_all_interfaces;
pub mod general_hardcoded_password;
pub mod general_hardcoded_tmp;
pub mod hashlib_insecure_functions;
pub mod huggingface_unsafe_download;
pub mod injection_paramiko;
pub mod injection_shell;
pub mod injection_sql;
pub mod injection_wildcard;
pub mod insecure_ssl_tls;
pub mod jinja2_templates;
pub mod logging_config_insecure_listen;
pub mod mako_templates;
pub mod markupsafe_markup_xss;
pub mod pytorch_load;
pub mod request_without_timeout;
pub mod snmp_security_check;
pub mod ssh_no_host_key_verification;
pub mod tarfile_unsafe_members;
pub mod trojansource;
pub mod try_except_continue;
pub mod try_except_pass;
pub mod weak_cryptographic_key;
pub mod yaml_load;

use stockade_core::config::Value;

use crate::rule::Rule;

/// Every coded rule, in the order in which Bandit runs them: that of their registered names.
pub static ALL: &[&Rule] = &[
    &injection_shell::ANY_OTHER_FUNCTION_WITH_SHELL_EQUALS_TRUE,
    &asserts::ASSERT_USED,
    &django_sql_injection::DJANGO_EXTRA_USED,
    &django_xss::DJANGO_MARK_SAFE,
    &django_sql_injection::DJANGO_RAWSQL_USED,
    &exec::EXEC_USED,
    &app_debug::FLASK_DEBUG_TRUE,
    &general_bind_all_interfaces::HARDCODED_BIND_ALL_INTERFACES,
    &general_hardcoded_password::HARDCODED_PASSWORD_DEFAULT,
    &general_hardcoded_password::HARDCODED_PASSWORD_FUNCARG,
    &general_hardcoded_password::HARDCODED_PASSWORD_STRING,
    &injection_sql::HARDCODED_SQL_EXPRESSIONS,
    &general_hardcoded_tmp::HARDCODED_TMP_DIRECTORY,
    &hashlib_insecure_functions::HASHLIB_INSECURE_FUNCTIONS,
    &huggingface_unsafe_download::HUGGINGFACE_UNSAFE_DOWNLOAD,
    &jinja2_templates::JINJA2_AUTOESCAPE_FALSE,
    &injection_wildcard::LINUX_COMMANDS_WILDCARD_INJECTION,
    &logging_config_insecure_listen::LOGGING_CONFIG_INSECURE_LISTEN,
    &markupsafe_markup_xss::MARKUPSAFE_MARKUP_XSS,
    &injection_paramiko::PARAMIKO_CALLS,
    &pytorch_load::PYTORCH_LOAD,
    &crypto_request_no_cert_validation::REQUEST_WITH_NO_CERT_VALIDATION,
    &request_without_timeout::REQUEST_WITHOUT_TIMEOUT,
    &general_bad_file_permissions::SET_BAD_FILE_PERMISSIONS,
    &snmp_security_check::SNMP_INSECURE_VERSION,
    &snmp_security_check::SNMP_WEAK_CRYPTOGRAPHY,
    &ssh_no_host_key_verification::SSH_NO_HOST_KEY_VERIFICATION,
    &insecure_ssl_tls::SSL_WITH_BAD_DEFAULTS,
    &insecure_ssl_tls::SSL_WITH_BAD_VERSION,
    &insecure_ssl_tls::SSL_WITH_NO_VERSION,
    &injection_shell::START_PROCESS_WITH_A_SHELL,
    &injection_shell::START_PROCESS_WITH_NO_SHELL,
    &injection_shell::START_PROCESS_WITH_PARTIAL_PATH,
    &injection_shell::SUBPROCESS_POPEN_WITH_SHELL_EQUALS_TRUE,
    &injection_shell::SUBPROCESS_WITHOUT_SHELL_EQUALS_TRUE,
    &tarfile_unsafe_members::TARFILE_UNSAFE_MEMBERS,
    &trojansource::TROJANSOURCE,
    &try_except_continue::TRY_EXCEPT_CONTINUE,
    &try_except_pass::TRY_EXCEPT_PASS,
    &mako_templates::USE_OF_MAKO_TEMPLATES,
    &weak_cryptographic_key::WEAK_CRYPTOGRAPHIC_KEY,
    &yaml_load::YAML_LOAD,
];

type Section = (&'static str, fn() -> Value);

/// Every section of the configuration that a rule reads, with what makes its default.
static SECTIONS: &[Section] = &[
    ("assert_used", asserts::defaults),
    ("hardcoded_tmp_directory", general_hardcoded_tmp::defaults),
    ("markupsafe_xss", markupsafe_markup_xss::defaults),
    ("shell_injection", injection_shell::defaults),
    ("ssl_with_bad_version", insecure_ssl_tls::defaults),
    ("try_except_continue", try_except_pass::defaults),
    ("try_except_pass", try_except_pass::defaults),
    ("weak_cryptographic_key", weak_cryptographic_key::defaults),
];

/// The default of a section of the configuration.
#[must_use]
pub fn default_section(name: &str) -> Option<Value> {
    SECTIONS.iter().find(|(section, _)| *section == name).map(|(_, defaults)| defaults())
}

/// The registered name of every rule that reads a section of the configuration, with that section's default.
#[must_use]
pub fn settings() -> Vec<(&'static str, Value)> {
    let with_section = ALL.iter().filter_map(|rule| Some((rule.info.name, default_section(rule.section?)?)));
    with_section.collect()
}
