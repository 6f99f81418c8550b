# Nobody applies this folder: its callers choose the image and the role.
variable "image" {
  type    = string
  default = "nginx:latest"
}

variable "execution_role_arn" {
  type    = string
  default = null
}

module "pass_task" {
  source             = "./modules/task"
  image              = var.image
  execution_role_arn = var.execution_role_arn
}

module "fail_task" {
  source             = "./modules/task"
  image              = "nginx:1.27.2" # expect: TFG006
  execution_role_arn = var.execution_role_arn
}
